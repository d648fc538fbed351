from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..gift_occasion.customer_gift_occasion_rule import MONTHS

KINDS = [
    ("sample", "Samples"),
    ("training", "Training"),
    ("pricelist", "Price List"),
    ("payment_term", "Payment Terms"),
    ("salesperson", "Dedicated Salesperson"),
    ("service", "Service"),
    ("other", "Other"),
]
# A customer has one price list, one allowance, one response time: of these kinds a
# scheme has one benefit in use. There may be several trainings and other benefits
ONE_PER_SCHEME = {"sample", "pricelist", "payment_term", "salesperson", "service"}


class CustomerTierBenefit(models.Model):
    """What the tiers of a scheme grant, one line per tier.

    The kind says which columns of the lines are used. Samples are an allowance per
    year: customers in a tier without a line, or outside the scheme, are not limited,
    and their use is only recorded. Of every other kind, a tier without a line is
    granted nothing.
    """

    _name = "customer.tier.benefit"
    _description = "Customer Benefit"
    _inherit = ["mail.thread", "customer.tier.in.reach"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="sample", tracking=True)
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        ondelete="restrict",
        index=True,
        tracking=True,
        help="The scheme whose tiers decide, and whose time zone says what day it is.",
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    first_month = fields.Selection(
        MONTHS,
        string="Year Begins In",
        required=True,
        default="1",
        tracking=True,
        help="Whatever is left at the end of the year is lost.",
    )
    over = fields.Selection(
        [("warn", "Warn"), ("block", "Block the order")],
        string="Above the Allowance",
        required=True,
        default="warn",
        tracking=True,
    )
    tier_rule = fields.Selection(
        [
            ("best", "Best tier of the year"),
            ("now", "Current tier"),
            ("start", "Tier at the start of the year"),
        ],
        string="If the Tier Changes",
        required=True,
        default="best",
        tracking=True,
        help="The tier whose amount applies for the whole year when a customer moves "
        "up or down during it. Customers who are new during the year start with "
        "their first tier.",
    )
    freight = fields.Selection(
        [
            ("none", "Not counted"),
            ("fixed", "An amount per order"),
            ("percent", "Percent of the cost"),
        ],
        required=True,
        default="none",
        tracking=True,
    )
    freight_amount = fields.Monetary(string="Freight per Order", tracking=True)
    freight_percent = fields.Float(string="Freight (%)", tracking=True)
    line_ids = fields.One2many("customer.tier.benefit.line", "benefit_id", copy=True)

    _freight_positive = models.Constraint(
        "CHECK(freight_amount >= 0 AND freight_percent >= 0)",
        "Freight cannot be negative.",
    )

    @api.constrains("active", "scheme_id", "kind")
    def _check_scheme(self):
        for benefit in self.filtered("active"):
            if not benefit.scheme_id:
                raise ValidationError(
                    self.env._(
                        "“%(benefit)s”: choose the scheme whose tiers decide before "
                        "you turn it on.",
                        benefit=benefit.name,
                    )
                )
            others = self.search(
                [
                    ("id", "!=", benefit.id),
                    ("scheme_id", "=", benefit.scheme_id.id),
                    ("kind", "=", benefit.kind),
                ],
                limit=1,
            )
            if others and benefit.kind in ONE_PER_SCHEME:
                kinds = dict(self._fields["kind"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "“%(other)s” (%(kind)s) already follows the tiers of "
                        "“%(scheme)s”. Change that one, or archive it first.",
                        other=others.name,
                        kind=kinds[benefit.kind],
                        scheme=benefit.scheme_id.name,
                    )
                )

    @api.constrains("scheme_id")
    def _check_company_unchanged(self):
        for benefit in self:
            used = (
                self.env["customer.tier.benefit.usage"]
                .sudo()
                .search([("benefit_id", "=", benefit.id)], limit=1)
            )
            if used and used.currency_id != benefit.currency_id:
                raise ValidationError(
                    self.env._(
                        "“%(benefit)s” has been used in %(currency)s. Create a new "
                        "allowance for a company with another currency.",
                        benefit=benefit.name,
                        currency=used.currency_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        benefits = super().create(vals_list)
        benefits._forget_grants()
        return benefits

    def write(self, vals):
        if "kind" in vals:
            self._check_kind_kept(vals["kind"])
        result = super().write(vals)
        self._forget_grants()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_grants()
        return result

    def _check_kind_kept(self, kind):
        """The lines hold what their kind needs, and a use is a use of samples."""
        for benefit in self.filtered(lambda b: b.kind != kind and b.line_ids):
            raise UserError(
                self.env._(
                    "“%(benefit)s” already has lines. Delete them before you change "
                    "its kind, or create a new benefit.",
                    benefit=benefit.name,
                )
            )

    @api.model
    def _forget_grants(self):
        """What tiers grant is cached for all users; see `_ladders`."""
        self.env.registry.clear_cache()
        self.env["res.partner"]._forget_customer_tiers()

    def _today(self):
        self.ensure_one()
        return self.scheme_id._today()

    def _year(self):
        """First and last day of the current year of the allowance."""
        today = self._today()
        first = today.replace(month=int(self.first_month), day=1)
        if first > today:
            first -= relativedelta(years=1)
        return first, first + relativedelta(years=1, days=-1)

    @api.model
    def _of_company(self, company):
        """Allowances that apply to ``company``, its own before those of its parents."""
        depth = {id_: place for place, id_ in enumerate(company.parent_ids.ids)}
        benefits = self.sudo().search(
            [("kind", "=", "sample"), ("company_id", "in", list(depth))]
        )
        return benefits.sorted(lambda b: (-depth[b.company_id.id], b.sequence, b.id))

    @api.model
    def _balances(self, company, partners):
        """``{customer: balance of this year}`` for customers who have one."""
        benefits = self._of_company(company)
        if not benefits or not partners:
            return {}
        place = {benefit.id: number for number, benefit in enumerate(benefits)}
        found = benefits._fresh_balances(partners)
        # an allowance that limits the customer comes first
        ordered = found.sorted(lambda b: (not b.limited, place[b.benefit_id.id]))
        return {balance.partner_id: balance for balance in ordered[::-1]}

    def _fresh_balances(self, partners):
        balances = self.env["customer.tier.benefit.balance"].sudo()
        # a view: rows read earlier in this transaction can be outdated
        balances.invalidate_model(flush=False)
        return balances.search(
            [("benefit_id", "in", self.ids), ("partner_id", "in", partners.ids)]
        )

    @api.model
    def _for_customer(self, company, customer):
        """The allowance that ``customer`` uses in ``company``; may be empty."""
        balance = self._balances(company, customer).get(customer)
        if balance:
            return balance.benefit_id
        benefits = self._of_company(company)
        standings = (
            self.env["customer.tier.standing"]
            .sudo()
            .search(
                [
                    ("scheme_id", "in", benefits.scheme_id.ids),
                    ("partner_id", "=", customer.id),
                ]
            )
        )
        own = benefits.filtered(lambda b: b.scheme_id in standings.scheme_id)
        return (own or benefits)[:1]

    def _freight_of(self, cost):
        """Freight that is added to the ``cost`` of one line of samples."""
        if self.freight != "percent":
            return 0.0
        return self.currency_id.round(cost * self.freight_percent / 100)
