import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import USER_GROUP
from ...tools.uninstall import refuses_unlink

DRAFT, QUEUED, SENT, CANCELLED = "draft", "queued", "sent", "cancelled"
# may be written on a statement that has its content
LIVE = {"state", "sent_on", "note", "access_token"}


class CustomerTierStatement(models.Model):
    """What a customer is granted, in words for them: a document frozen when it is made.

    The engine makes it, nobody edits it. Portal users read the sent statements of their
    own company, so whatever is internal has groups.
    """

    _name = "customer.tier.statement"
    _description = "Benefit Statement"
    # see customer.tier.first.use
    _needs_tiers = True
    _inherit = ["portal.mixin", "mail.thread"]
    _order = "date desc, id desc"

    name = fields.Char(readonly=True)
    # No UNIQUE or CHECK on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    contact_id = fields.Many2one(
        "res.partner", string="Mailed to", ondelete="set null", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, help="The day it was made.")
    date_from = fields.Date(string="Valid from", readonly=True)
    date_to = fields.Date(
        string="Valid until",
        readonly=True,
        help="The day before the earliest evaluation at which the tier could be lost. "
        "Empty if there is no such day.",
    )
    public_tier = fields.Char(readonly=True)
    saved = fields.Monetary(
        string="Saved by Tier Prices",
        readonly=True,
        help="What the tier's price list took off this year's confirmed orders.",
    )
    body = fields.Html(string="Content", readonly=True)
    state = fields.Selection(
        [
            (DRAFT, "Draft"),
            (QUEUED, "Being Sent"),
            (SENT, "Sent"),
            (CANCELLED, "Not Sent"),
        ],
        required=True,
        default=DRAFT,
        readonly=True,
    )
    sent_on = fields.Datetime(readonly=True)
    # ------------------------------------------------------------ for colleagues
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="restrict",
        readonly=True,
        groups=USER_GROUP,
    )
    tier_id = fields.Many2one(
        "customer.tier", ondelete="restrict", readonly=True, groups=USER_GROUP
    )
    tier_color = fields.Integer(related="tier_id.color", groups=USER_GROUP)
    user_id = fields.Many2one(
        "res.users", string="Salesperson", readonly=True, groups=USER_GROUP
    )
    note = fields.Char(
        string="Why Not Sent", readonly=True, copy=False, groups=USER_GROUP
    )

    _waiting_idx = models.Index("(id) WHERE state = 'queued'")

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = statement.name or statement.partner_id.name

    def _compute_access_url(self):
        for statement in self:
            statement.access_url = f"/my/benefits/{statement.id}"

    @api.model_create_multi
    def create(self, vals_list):
        # one by one they would be one statement each
        return super().create(
            [{"access_token": str(uuid.uuid4()), **vals} for vals in vals_list]
        )

    def write(self, vals):
        frozen = self.filtered("body")
        if frozen and vals.keys() - LIVE:
            raise UserError(
                self.env._(
                    "“%s” cannot be changed: a statement stays as it was made. Make "
                    "a new one.",
                    frozen[0].display_name,
                )
            )
        if "state" in vals and self.filtered(lambda one: one.state == SENT):
            raise UserError(self.env._("A statement that was sent stays sent."))
        return super().write(vals)

    @refuses_unlink
    def _unlink_unless_told(self):
        if self.filtered(lambda one: one.state in (QUEUED, SENT)):
            raise UserError(
                self.env._(
                    "A statement that was sent cannot be deleted: the customer has it."
                )
            )

    def copy_data(self, default=None):
        raise UserError(
            self.env._("A statement cannot be duplicated. Make a new one instead.")
        )

    def _get_report_base_filename(self):
        return self.name

    def action_preview(self):
        """Open the page of the portal, as the customer sees it."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "self", "url": self.access_url}

    def action_view_savings(self):
        """Open what the tier's prices took off this year, as of now."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_benefit_saving_action"
        )
        action["domain"] = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "child_of", self.company_id.ids),
            ("date", ">=", f"{self.date.year}-01-01"),
            ("date", "<=", str(self.date)),
            ("order_id.state", "=", "sale"),
        ]
        action["context"] = {}
        return action
