from odoo import api, fields, models
from odoo.exceptions import UserError

from ...gifting.flow import END
from ...models.gift.customer_gift import STATES
from ...models.gift_occasion.customer_gift_occasion import FORMS

# the fields of the gift that users enter or correct
ENTERED = (
    "direction",
    "state",
    "date",
    "company_id",
    "partner_id",
    "contact_id",
    "user_id",
    "occasion_id",
    "form",
    "product_id",
    "description",
    "quantity",
    "cost",
    "list_value",
    "tax_amount",
    "purpose",
    "received_use",
    "is_official",
    "open_tender",
    "conflict_note",
    "move_id",
    "proof",
    "result_note",
    "late_reason",
    "unusual_reason",
)


class CustomerGiftEntry(models.TransientModel):
    """Enter a gift that was already given or received, or correct an entry."""

    _name = "customer.gift.entry"
    _description = "Gift Register Entry"
    _inherit = "customer.gift.etiquette"

    corrects_id = fields.Many2one("customer.gift", readonly=True)
    corrects_number = fields.Char(related="corrects_id.number")
    reason = fields.Char(string="Correction Reason")

    direction = fields.Selection(
        [("given", "We gave"), ("received", "We received")],
        string="Given or Received",
        required=True,
        default="given",
    )
    state = fields.Selection(
        [state for state in STATES if state[0] in END],
        string="Outcome",
        required=True,
        default="given",
    )
    date = fields.Date(string="Day", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Business", required=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        domain="[('id', 'child_of', partner_id), ('id', '!=', partner_id)]",
        help="The person who received or gave it. Leave empty for the business itself.",
    )
    user_id = fields.Many2one(
        "res.users", string="Our Employee", default=lambda self: self.env.user
    )
    occasion_id = fields.Many2one("customer.gift.occasion")
    form = fields.Selection(FORMS, required=True, default="goods")
    product_id = fields.Many2one("product.product")
    description = fields.Char(string="Details")
    quantity = fields.Float(default=1.0, digits="Product Unit")
    cost = fields.Monetary(
        help="What it cost us: price, non-deductible tax, packing and freight."
    )
    list_value = fields.Monetary()
    tax_amount = fields.Monetary(string="Tax")
    purpose = fields.Char()
    received_use = fields.Selection(
        [
            ("kept", "Kept"),
            ("shared", "Shared with colleagues"),
            ("passed_on", "Passed on"),
            ("returned", "Returned"),
        ],
        string="What Was Done with It",
    )
    is_official = fields.Selection(
        [("unknown", "Unknown"), ("no", "No"), ("yes", "Yes")],
        string="Public Official",
    )
    open_tender = fields.Boolean(string="Tender, Negotiation or Dispute Open")
    conflict_note = fields.Char(string="Conflict of Interest")
    move_id = fields.Many2one("account.move", string="Journal Entry")
    proof = fields.Image(max_width=1920, max_height=1920)
    result_note = fields.Char(string="What Happened")
    late_reason = fields.Char(
        string="Why Entered Late", help="Why it was not approved before it was given."
    )
    late = fields.Boolean(compute="_compute_late")
    unusual = fields.Boolean(compute="_compute_unusual")
    unusual_reason = fields.Char(string="Why So Much")

    @api.model
    def default_get(self, fields_list):
        """The values of the entry to correct."""
        values = super().default_get(fields_list)
        gift = self.env["customer.gift"].browse(values.get("corrects_id")).exists()
        for name in ENTERED if gift else ():
            if name in fields_list:
                value = gift[name]
                many2one = isinstance(value, models.BaseModel)
                values[name] = value.id if many2one else value
        return values

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """If a person is chosen as the business, use the business they belong to."""
        business = self.partner_id.commercial_partner_id
        if self.partner_id != business:
            self.contact_id = self.partner_id
            self.partner_id = business
        elif self.contact_id.commercial_partner_id != business:
            self.contact_id = False

    @api.depends("date", "direction", "corrects_id")
    def _compute_late(self):
        """Whether the entry has to say why the gift was not approved first."""
        today = fields.Date.context_today(self)
        for entry in self:
            entry.late = bool(
                not entry.corrects_id
                and entry.direction == "given"
                and entry.date
                and entry.date < today
            )

    @api.depends("cost", "list_value", "company_id", "date", "direction")
    def _compute_unusual(self):
        """Whether the value is far above what the company usually gives."""
        for entry in self:
            usual = (
                entry.company_id._customer_gift_unusual_above(entry.date)
                if entry.direction == "given" and entry.company_id and entry.date
                else 0.0
            )
            entry.unusual = bool(usual) and max(entry.cost, entry.list_value) > usual

    def action_enter(self):
        """Create the entry with the rights of the user, and show it."""
        self.ensure_one()
        self._refuse_incomplete()
        values = {}
        for name in ENTERED:
            value = self[name]
            values[name] = value.id if isinstance(value, models.BaseModel) else value
        # an entry after the fact has only one day, the day of the gift
        values["delivered_on"] = self.date if self.state == "given" else False
        if self.corrects_id:
            gift = self.corrects_id._correct(values, self.reason)
        else:
            gift = self.env["customer.gift"].create(values)
        return gift.action_view_register_entry()

    def _refuse_incomplete(self):
        missing = None
        if not self.product_id and not (self.description or "").strip():
            missing = self.env._("Enter what it was: choose a product or describe it.")
        elif self.direction == "given" and not (self.purpose or "").strip():
            missing = self.env._(
                "Enter what the gift was for. An honest gift has a purpose."
            )
        elif (
            self.direction == "received"
            and self.state == "given"
            and not self.received_use
        ):
            missing = self.env._(
                "Enter what was done with it: kept, shared, passed on or returned."
            )
        elif min(self.cost, self.list_value, self.tax_amount, self.quantity) < 0:
            missing = self.env._(
                "Cost, value, tax and quantity must be 0 or more. If a gift came "
                "back, correct its entry and choose “Returned”."
            )
        elif self.date > fields.Date.context_today(self):
            missing = self.env._(
                "%s is in the future. The register records only what has happened. "
                "For a later day, plan the gift instead.",
                fields.Date.to_string(self.date),
            )
        if missing:
            raise UserError(missing)
