from odoo import fields, models


class CustomerGiftPlan(models.Model):
    """The campaign for one occasion date: who is given what, by whom, within what."""

    _name = "customer.gift.plan"
    _description = "Gift Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    occasion_date_id = fields.Many2one(
        "customer.gift.occasion.date",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    occasion_id = fields.Many2one(related="occasion_date_id.occasion_id", store=True)
    date = fields.Date(related="occasion_date_id.date", store=True)
    budget_id = fields.Many2one(
        "customer.gift.budget",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    scheme_id = fields.Many2one(related="budget_id.scheme_id", store=True)
    # Stored for the record rules
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
    )
    purpose = fields.Char(
        required=True,
        tracking=True,
        help="Why these gifts are given. Every gift of the plan takes it over.",
    )
    gift_ids = fields.One2many("customer.gift", "plan_id")

    def _draw_comparison(self, frame):
        """``frame`` without those who are held back to compare with; remembers them."""
        return frame
