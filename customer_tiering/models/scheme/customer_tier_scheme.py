import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

from ...classification import settings as classification
from ..mixins.customer_tier_line import FIRST_VERSION


class CustomerTierScheme(models.Model):
    """How a company and its branches classify one group of customers."""

    _name = "customer.tier.scheme"
    _description = "Tier Scheme"
    _inherit = [
        "mail.thread",
        "customer.tier.written.domain",
        "customer.tier.in.reach",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10,
        help="A customer shows the tier of the first active scheme that includes them.",
    )
    active = fields.Boolean(default=True, tracking=True)
    in_force = fields.Boolean(
        copy=False,
        tracking=True,
        help="If set, the scheme has been applied: it is evaluated automatically, "
        "and customers show its tiers. Before that, customers are not affected.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        index=True,
        help="The scheme counts the documents of this company and of its branches.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    domain = fields.Char(
        help="The customers that this scheme classifies. Your own companies, "
        "employees and pure vendors are never included.",
    )
    period_months = fields.Integer(
        string="Period (months)",
        default=12,
        required=True,
        tracking=True,
        help="For example, 12 months up to 22 November 2026 start on 23 November 2025.",
    )
    tz = fields.Selection(
        lambda self: [(name, name) for name in sorted(pytz.all_timezones)],
        string="Time Zone",
        required=True,
        default=lambda self: self._default_tz(),
        help="Time zone used for order dates and for “today”.",
    )
    date_basis = fields.Selection(
        [("invoice_date", "Invoice date"), ("date", "Accounting date")],
        required=True,
        default="invoice_date",
        tracking=True,
    )
    purchase_basis = fields.Selection(
        [("invoice", "A posted invoice"), ("order", "A confirmed order")],
        string="A Purchase Is",
        required=True,
        default="invoice",
        tracking=True,
        help="A customer with a purchase in the period is an existing customer.",
    )
    population = fields.Selection(
        [
            (classification.POPULATION_EXISTING, "Existing customers"),
            (classification.POPULATION_ALL, "All customers"),
        ],
        string="Percentages Refer to",
        required=True,
        default=classification.POPULATION_EXISTING,
        tracking=True,
        help="Existing customers: 1 % of those who bought. All customers: 1 % of "
        "everyone, whether they bought or not.",
    )
    ties = fields.Selection(
        [
            (classification.TIES_DOWN, "Go down together"),
            (classification.TIES_UP, "Go up together"),
        ],
        string="Customers of Equal Value",
        required=True,
        default=classification.TIES_DOWN,
        tracking=True,
        help="Customers of the same value are never separated. If they do not all "
        "fit into a tier, they go down together (a tier never exceeds its "
        "share) or up together.",
    )
    interval = fields.Selection(
        [("daily", "Every day"), ("weekly", "Every week"), ("monthly", "Every month")],
        required=True,
        default="monthly",
        tracking=True,
    )
    next_date = fields.Date(string="Next Evaluation", default=fields.Date.context_today)
    rule_ids = fields.One2many(
        "customer.tier.rule", "scheme_id", string="Cut-offs", copy=True
    )
    evaluation_ids = fields.One2many("customer.tier.evaluation", "scheme_id")
    last_evaluation_id = fields.Many2one(
        "customer.tier.evaluation", readonly=True, copy=False, ondelete="set null"
    )
    last_result_ids = fields.One2many(related="last_evaluation_id.result_ids")
    pending_evaluation_id = fields.Many2one(
        "customer.tier.evaluation", compute="_compute_pending_evaluation_id"
    )

    _period_positive = models.Constraint(
        "CHECK(period_months > 0)",
        "The period must be at least one month.",
    )
    _period_limited = models.Constraint(
        "CHECK(period_months <= 600)",
        "The period cannot be longer than 600 months (50 years).",
    )

    @api.model
    def _default_tz(self):
        return self.env.user.tz or "UTC"

    def _compute_pending_evaluation_id(self):
        pending = dict(
            self.env["customer.tier.evaluation"]._read_group(
                [
                    ("scheme_id", "in", self.ids),
                    ("state", "in", ("queued", "running")),
                    ("kind", "!=", "closed"),
                ],
                ["scheme_id"],
                ["id:max"],
            )
        )
        for scheme in self:
            scheme.pending_evaluation_id = pending.get(scheme, False)

    @api.constrains("rule_ids")
    def _check_ladder(self):
        for scheme in self:
            if not scheme.rule_ids:
                raise ValidationError(
                    self.env._(
                        "The scheme “%(scheme)s” has no ranked tier. Add at least one "
                        "line under Cut-offs.",
                        scheme=scheme.name,
                    )
                )
            scheme.rule_ids._validate()

    @api.constrains("company_id")
    def _check_company_unchanged(self):
        for scheme in self:
            others = scheme.evaluation_ids.company_id - scheme.company_id
            if others:
                raise ValidationError(
                    self.env._(
                        "“%(scheme)s” has already been evaluated for %(company)s. "
                        "Duplicate it to classify another company.",
                        scheme=scheme.name,
                        company=others[0].name,
                    )
                )

    def _domain_companies(self):
        return self.company_id | self._covered_companies()

    @api.model_create_multi
    def create(self, vals_list):
        first = self.with_context(**{FIRST_VERSION: True})
        schemes = super(CustomerTierScheme, first).create(vals_list).with_env(self.env)
        # if there is no line, the constraint on the lines is not called
        schemes._check_ladder()
        self._clear_shown()
        return schemes

    def write(self, vals):
        if "last_evaluation_id" in vals and not self.env.su:
            raise AccessError(
                self.env._(
                    "The last evaluation can only be set by an evaluation itself."
                )
            )
        result = super().write(vals)
        self._clear_shown()
        return result

    def unlink(self):
        result = super().unlink()
        self._clear_shown()
        return result

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", scheme.name))
            if "name" not in (default or {})
            else vals
            for scheme, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]

    def _clear_shown(self):
        self.env.registry.clear_cache()
        self.env["res.partner"]._forget_customer_tiers()

    @tools.ormcache("company_id")
    def _shown_ids(self, company_id):
        """Ids of the active schemes whose tiers ``company_id`` shows, in their order.

        A branch also shows the schemes of the companies above it.
        """
        company = self.env["res.company"].sudo().browse(company_id)
        # cached for all callers, so it must not depend on the active_test of one of
        # them
        schemes = self.sudo().with_context(active_test=True)
        return tuple(schemes.search([("company_id", "in", company.parent_ids.ids)]).ids)

    @tools.ormcache("scheme_id")
    def _tier_counts(self, scheme_id):
        """({tier id: customers at the last evaluation}, their total)."""
        results = self.sudo().browse(scheme_id).last_evaluation_id.result_ids
        counts = {line.tier_id.id: line.customer_count for line in results}
        return counts, sum(counts.values())
