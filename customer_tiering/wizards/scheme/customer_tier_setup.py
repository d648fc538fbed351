from odoo import api, fields, models

from ...models.scheme.customer_tier_scheme_apply import FEW_CUSTOMERS
from .customer_tier_presets import SET_UP_NAMES

# answer -> (customer level, domain)
CUSTOMERS = {
    "all": ("company", "[]"),
    "companies": ("company", "[('is_company', '=', True)]"),
    "persons": ("company", "[('is_company', '=', False)]"),
    "groups": ("group", "[]"),
}
# metrics to choose from for “Which money counts?”, if the catalogue has them
MONEY = ("net_revenue", "gross_margin", "collected")
# answer -> (preset, names or letters of the tiers)
SCHEMES = {
    "pyramid": ("manufacturer", "words"),
    "letters": ("manufacturer", "letters"),
    "abc": ("abc", "letters"),
}


class CustomerTierSetup(models.TransientModel):
    """The set-up: three questions with suggested answers.

    Who is a customer, which money counts, which scheme. The result is a scheme that is
    not in force: customers are not affected until it is applied.
    """

    _name = "customer.tier.setup"
    _description = "Set Up Customer Tiers"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )
    customers = fields.Selection(
        [
            ("all", "Every company, and every person who buys for themselves"),
            ("companies", "Companies only"),
            ("persons", "Persons only"),
            (
                "groups",
                "Corporate groups: subsidiaries count for the company at the top",
            ),
        ],
        string="Who is a customer?",
        required=True,
        default="all",
    )
    money_id = fields.Many2one(
        "customer.tier.metric",
        string="Which money counts?",
        required=True,
        domain=[("code", "in", MONEY)],
        default=lambda self: self.env["customer.tier.metric"].search(
            [("code", "=", MONEY[0])], limit=1
        ),
    )
    money_definition = fields.Text(related="money_id.definition")
    scheme_kind = fields.Selection(
        [
            ("pyramid", "Top, Big, Medium, Small: the best 1, 4, 15 and 80 %"),
            ("letters", "A, B, C, D: the best 1, 4, 15 and 80 %"),
            (
                "abc",
                "A, B, C: the customers who bring 80 % of the money, the next 15 "
                "%, and the rest",
            ),
        ],
        string="Which scheme?",
        required=True,
        compute="_compute_scheme_kind",
        precompute=True,
        store=True,
        readonly=False,
    )
    buyer_count = fields.Integer(compute="_compute_buyer_count")
    few_customers = fields.Boolean(compute="_compute_buyer_count")
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        string="Scheme to Set Up",
        domain="[('in_force', '=', False), ('last_evaluation_id', '=', False),"
        " ('company_id', '=', company_id)]",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        help="The lines of this scheme are replaced. Leave empty to create a new "
        "scheme.",
    )

    consequence = fields.Text(compute="_compute_consequence")

    @api.depends("company_id", "customers")
    def _compute_buyer_count(self):
        for setup in self:
            level, domain = CUSTOMERS[setup.customers or "all"]
            scheme = self.env["customer.tier.scheme"].new(
                {
                    "company_id": setup.company_id.id,
                    "customer_level": level,
                    "domain": domain,
                }
            )
            setup.buyer_count = scheme._buyer_count()
            setup.few_customers = setup.buyer_count < FEW_CUSTOMERS

    @api.depends("company_id", "customers")
    def _compute_scheme_kind(self):
        for setup in self:
            setup.scheme_kind = "abc" if setup.few_customers else "pyramid"

    @api.depends("company_id")
    def _compute_scheme_id(self):
        """The scheme of the installation, as long as nobody has used it."""
        shipped = self.env.ref(
            "customer_tiering.scheme_pyramid", raise_if_not_found=False
        )
        for setup in self:
            unused = (
                shipped
                and shipped.active
                and shipped.company_id == setup.company_id
                and not shipped.in_force
                and not shipped.last_evaluation_id
            )
            setup.scheme_id = shipped if unused else False

    @api.depends("scheme_id", "scheme_kind", "company_id")
    def _compute_consequence(self):
        """What becomes of the schemes there are."""
        for setup in self:
            setup.consequence = "\n".join(setup._consequences()) or False

    def _consequences(self):
        self.ensure_one()
        sentences = []
        presets = self.env["customer.tier.preset.wizard"]
        if self.scheme_id:
            name = self.scheme_id.name
            if self.scheme_kind and presets._is_ours(self.scheme_id):
                name = self.env._(SET_UP_NAMES[self.scheme_kind])
            sentences.append(
                self.env._(
                    "“%(scheme)s” has not been applied yet. Its settings and cut-offs "
                    "are replaced by your answers. Its name is then “%(name)s”.",
                    scheme=self.scheme_id.name,
                    name=name,
                )
            )
        if others := presets.new({"company_id": self.company_id.id})._in_force():
            sentences.append(
                self.env._(
                    "This stays in force: “%(schemes)s”. Its customers keep showing "
                    "its tier, also if the new scheme includes them.",
                    schemes="”, “".join(others.mapped("name")),
                )
            )
        return sentences

    def action_set_up(self):
        """Set up the scheme with the answers, not in force, and open it."""
        self.ensure_one()
        preset, tier_names = SCHEMES[self.scheme_kind]
        level, domain = CUSTOMERS[self.customers]
        wizard = self.env["customer.tier.preset.wizard"].create(
            {
                "preset": preset,
                "tier_names": tier_names,
                "company_id": self.company_id.id,
                "scheme_id": self.scheme_id.id,
            }
        )
        scheme = wizard._set_up(
            SET_UP_NAMES[self.scheme_kind],
            value_metric_id=self.money_id.code,
            customer_level=level,
            domain=domain,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": scheme._name,
            "res_id": scheme.id,
            "views": [(False, "form")],
            "target": "current",
        }
