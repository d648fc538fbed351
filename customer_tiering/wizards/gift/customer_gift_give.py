from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...gifting.flow import GIVEN, PROPOSED

# a gift may well arrive some days before the feast
EARLY = timedelta(days=7)
# what the dialog asks, by the name of the field on the gift
ASKED = (
    "contact_id",
    "delivered_on",
    "proof",
    "courier",
    "tracking_number",
    "result_note",
)


class CustomerGiftGive(models.TransientModel):
    """Asks for the day and the recipient before the register has a gift for good."""

    _name = "customer.gift.give"
    _description = "Give a Gift"

    gift_id = fields.Many2one("customer.gift", required=True, readonly=True)
    partner_id = fields.Many2one(related="gift_id.partner_id")
    planned_date = fields.Date(related="gift_id.date", string="Planned for")
    contact_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        domain="[('commercial_partner_id', '=', partner_id), ('id', '!=', partner_id)]",
        help="Leave empty if the gift is for the business itself.",
    )
    delivered_on = fields.Date(
        string="Handed Over on", required=True, default=fields.Date.context_today
    )
    proof = fields.Image(string="Photo", max_width=1920, max_height=1920)
    courier = fields.Char()
    tracking_number = fields.Char()
    result_note = fields.Char(string="What Happened")
    early = fields.Char(compute="_compute_early")

    @api.model
    def default_get(self, fields_list):
        """What the gift knows already."""
        values = super().default_get(fields_list)
        gift = self.env["customer.gift"].browse(values.get("gift_id")).exists()
        for name in ASKED if gift else ():
            if name in fields_list and gift[name]:
                value = gift[name]
                values[name] = value.id if name == "contact_id" else value
        return values

    @api.depends("delivered_on", "gift_id")
    @api.depends_context("lang")
    def _compute_early(self):
        for give in self:
            planned, day = give.gift_id.date, give.delivered_on
            is_early = planned and day and planned - day > EARLY
            give.early = is_early and self.env._(
                "It is planned for %(planned)s, %(days)s days later. Is it the right "
                "gift?",
                planned=format_date(self.env, planned),
                days=(planned - day).days,
            )

    def action_give(self):
        """Mark the gift as given, with the answers, and show its register entry."""
        self.ensure_one()
        gift = self.gift_id
        answers = {
            name: value.id if name == "contact_id" else value
            for name in ASKED
            if (value := self[name]) != gift[name]
        }
        gift.write(answers)
        if gift.state == PROPOSED and "contact_id" in answers:
            raise UserError(
                self.env._(
                    "The approval does not cover %(recipient)s as the recipient. "
                    "Choose the recipient on the gift and have it approved again.",
                    recipient=self.contact_id.display_name
                    or gift.partner_id.display_name,
                )
            )
        gift.action_give()
        return gift.action_view_register_entry() if gift.state == GIVEN else True
