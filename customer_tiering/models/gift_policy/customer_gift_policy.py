from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...gifting import policy as rules
from ..gift.customer_gift import SEVERITIES
from ..gift_occasion.customer_gift_occasion import FORMS
from .product_template import SENSITIVE

CODES = [
    ("C01", "C01 Current tier"),
    ("C02", "C02 Cash and cash equivalents"),
    ("C03", "C03 Value per gift"),
    ("C04", "C04 Value per recipient and year"),
    ("C05", "C05 Gifts per recipient and year"),
    ("C06", "C06 Value per customer and year"),
    ("C07", "C07 Public officials and bodies"),
    ("C08", "C08 Tenders and disputes"),
    ("C09", "C09 Prospects and inactive customers"),
    ("C10", "C10 Employees of a customer"),
    ("C11", "C11 Family and private address"),
    ("C12", "C12 The recipient's own rules"),
    ("C13", "C13 Regulated professions"),
    ("C14", "C14 Purpose, nothing in return"),
    ("C15", "C15 Splitting"),
    ("C16", "C16 Near occasions"),
    ("C17", "C17 Luxury, alcohol, tobacco"),
    ("C18", "C18 Debts and holds"),
    ("C19", "C19 Who approves"),
    ("C20", "C20 Budget"),
    ("C21", "C21 Evidence"),
    ("C22", "C22 Season"),
    ("C23", "C23 Tax"),
    ("C24", "C24 Spot checks"),
    ("C25", "C25 Country rule, per recipient and year"),
]
# limits of `gifting.policy` -> fields that have another name here
FIELD_OF_LIMIT = {"count": "max_count", "kind": "sensitive"}
# a company follows one of these; those of a country apply in addition, once active
SETS = [
    ("china", "China"),
    ("general", "General"),
]
TEMPLATES = [
    *SETS,
    ("us", "United States"),
    ("uk", "United Kingdom"),
    ("de", "Germany"),
    ("fr", "France"),
    ("in", "India"),
    ("jp", "Japan"),
    ("kr", "South Korea"),
]
LEVELS = [level for level in SEVERITIES if level[0] != "none"]


class CustomerGiftPolicy(models.Model):
    """One rule on gifts: its scope, limit, period and severity.

    The rule of a code is a function in ``gifting/policy_*.py``. A code can have several
    policies; the strictest one wins.
    """

    _name = "customer.gift.policy"
    _description = "Gift Policy"
    _inherit = ["mail.thread", "customer.tier.in.reach", "customer.tier.shared"]
    _order = "template, code, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    code = fields.Selection(CODES, string="Rule", required=True, tracking=True)
    # names of the limit fields that the rule reads; the form shows only these
    limit_fields = fields.Json(compute="_compute_limit_fields")
    template = fields.Selection(
        TEMPLATES,
        readonly=True,
        help="China and General apply to the companies that follow them (see the "
        "settings). The policies of a country apply once they are activated.",
    )
    company_id = fields.Many2one(
        "res.company",
        tracking=True,
        index=True,
        help="Applies to this company and its branches. Leave empty for all companies.",
    )
    severity = fields.Selection(
        LEVELS,
        string="If Exceeded",
        required=True,
        default="warn",
        tracking=True,
        help="What happens to a gift that breaks the rule.",
    )
    exception_possible = fields.Boolean(
        default=True,
        tracking=True,
        help="The compliance officer may approve a blocked gift for a written reason.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        tracking=True,
        help="Currency of the amounts. Leave empty to use the currency of each "
        "company.",
    )
    amount = fields.Monetary(string="Limit", tracking=True, aggregator=None)
    second_amount = fields.Monetary(
        string="Second Limit",
        tracking=True,
        aggregator=None,
        help="Above this limit, the second severity applies. Except in Strict mode, "
        "the compliance officer decides instead of the gift being blocked.",
    )
    second_severity = fields.Selection(
        LEVELS, string="If the Second Limit Is Exceeded", tracking=True
    )
    max_count = fields.Integer(string="Number", tracking=True, aggregator=None)
    days = fields.Integer(tracking=True, aggregator=None)
    share = fields.Float(
        string="Percent",
        tracking=True,
        aggregator=None,
        help="Share of the given gifts that is drawn for a spot check.",
    )
    sensitive = fields.Selection(
        SENSITIVE, help="Leave empty for all of them except mooncakes."
    )
    valid_from = fields.Date(tracking=True)
    valid_to = fields.Date(tracking=True)

    country_ids = fields.Many2many(
        "res.country", string="Customer Countries", tracking=True
    )
    industry_ids = fields.Many2many(
        "res.partner.industry",
        string="Industries",
        help="Together with tags: customers in one of the industries or with one of "
        "the tags.",
    )
    tag_ids = fields.Many2many("res.partner.category", string="Customer Tags")
    tier_ids = fields.Many2many("customer.tier", string="Tiers")
    occasion_ids = fields.Many2many("customer.gift.occasion", string="Occasions")
    category_ids = fields.Many2many("product.category", string="Product Categories")
    form = fields.Selection(FORMS, help="Leave empty for all forms.")

    source = fields.Char(help="Where the rule comes from.")
    note = fields.Text(translate=True, help="What the rule is for, and what to do.")

    _limits_positive = models.Constraint(
        "CHECK(amount >= 0 AND second_amount >= 0 AND max_count >= 0 AND days >= 0)",
        "A limit cannot be negative. Enter 0 for no limit.",
    )
    _share_percent = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)",
        "The share for spot checks must be between 0 and 100 percent.",
    )

    @api.depends("code")
    def _compute_limit_fields(self):
        for policy in self:
            names = rules.limits_of(policy.code)
            policy.limit_fields = [FIELD_OF_LIMIT.get(name, name) for name in names]

    @api.constrains("amount", "second_amount", "severity", "second_severity")
    def _check_second(self):
        order = [level for level, _name in LEVELS]
        for policy in self:
            if not policy.second_amount:
                continue
            if policy.second_amount <= policy.amount:
                raise ValidationError(
                    self.env._(
                        "The second limit of “%(policy)s”, %(second)s, is not above "
                        "the first one, %(first)s. Raise it, or set it to 0.",
                        policy=policy.name,
                        second=policy.second_amount,
                        first=policy.amount,
                    )
                )
            second = policy.second_severity or policy.severity
            if order.index(second) < order.index(policy.severity):
                raise ValidationError(
                    self.env._(
                        "Above its second limit, “%(policy)s” would be milder than "
                        "above the first. Choose the same severity or a stricter one.",
                        policy=policy.name,
                    )
                )

    @api.constrains("valid_from", "valid_to")
    def _check_validity(self):
        for policy in self:
            if policy.valid_from and policy.valid_to:
                if policy.valid_to < policy.valid_from:
                    raise ValidationError(
                        self.env._(
                            "“%(policy)s” ends before it begins. Correct one of the "
                            "two dates.",
                            policy=policy.name,
                        )
                    )

    @api.model
    def _applying(self, company):
        """The policies that apply to ``company``, the same for all users."""
        template = company._customer_gift_template()
        sets = [key for key, _name in SETS]
        return (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("company_id", "in", [False, *company.parent_ids.ids]),
                    "|",
                    ("template", "not in", [key for key in sets if key != template]),
                    ("template", "=", False),
                ],
                order="id",
            )
        )

    def _as_rules(self):
        """These policies as `gifting.policy.Policy`."""
        return [policy._as_rule() for policy in self]

    def _as_rule(self):
        self.ensure_one()
        categories = self.env["product.category"]
        if self.category_ids:
            categories = categories.search([("id", "child_of", self.category_ids.ids)])
        scope = {
            "country_id": self.country_ids.ids,
            "tier_id": self.tier_ids.ids,
            "occasion_id": self.occasion_ids.ids,
            "category_id": categories.ids,
            "form": [self.form] if self.form else [],
        }
        segment = {"industry_id": self.industry_ids.ids, "tag_ids": self.tag_ids.ids}
        return rules.Policy(
            id=self.id,
            code=self.code,
            severity=self.severity,
            amount=self.amount,
            second_amount=self.second_amount,
            second_severity=self.second_severity or None,
            currency=self.currency_id.id or None,
            count=self.max_count,
            days=self.days,
            share=self.share,
            kind=self.sensitive or None,
            family=self.template or (f"c{self.company_id.id}"),
            exception=self.exception_possible,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
            scope=_filled(scope),
            segment=_filled(segment),
        )


def _filled(values):
    return tuple((name, frozenset(ids)) for name, ids in values.items() if ids)
