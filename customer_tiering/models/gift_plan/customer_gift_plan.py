from odoo import api, fields, models


class CustomerGiftPlan(models.Model):
    """The campaign for one occasion date: who gets what, from which budget."""

    _name = "customer.gift.plan"
    _description = "Gift Plan"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.tier.written.domain",
        "customer.tier.in.reach",
    ]
    _order = "date desc, id desc"

    name = fields.Char(
        required=True,
        tracking=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "In Progress"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
        group_expand=True,
        help="Review the gifts while the plan is a draft; approve and give them "
        "while it is open. Once the plan is closed, they no longer change.",
    )
    occasion_date_id = fields.Many2one(
        "customer.gift.occasion.date",
        string="Occasion",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    also_date_ids = fields.One2many(
        related="occasion_date_id.merged_ids",
        string="Also For",
        help="Near occasions covered by the same gift, such as Mid-Autumn and "
        "National Day. They are merged in the calendar, and no second plan is "
        "made for them.",
    )
    # “Occasion” is the label of the date
    occasion_id = fields.Many2one(
        related="occasion_date_id.occasion_id", string="Kind of Occasion", store=True
    )
    date = fields.Date(related="occasion_date_id.date", store=True)
    budget_id = fields.Many2one(
        "customer.gift.budget",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    scheme_id = fields.Many2one(related="budget_id.scheme_id", store=True)
    # Stored because the record rules use it
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
        help="Why these gifts are given. Every gift of the plan takes over this "
        "purpose.",
    )
    domain = fields.Char(
        string="Only These Customers",
        help="Limits the plan to the customers of the scheme who meet this condition.",
    )
    note = fields.Html(string="Notes")
    gift_ids = fields.One2many("customer.gift", "plan_id")

    @api.depends("occasion_date_id", "occasion_date_id.merged_ids")
    def _compute_name(self):
        """The occasions and the year, unless somebody enters another name."""
        for plan in self:
            days = plan.occasion_date_id + plan.occasion_date_id.merged_ids
            if not plan.occasion_date_id:
                plan.name = plan.name or False
                continue
            plan.name = self.env._(
                "%(occasions)s %(year)s",
                occasions=" + ".join(day.occasion_id.name or "" for day in days),
                year=plan.occasion_date_id.date.year,
            )

    def _domain_companies(self):
        return self.scheme_id._domain_companies()
