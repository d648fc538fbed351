from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_round

from ...tools.groups import ADMIN_GROUP
from .customer_gift_policy import SETS

OWN = "own"
MODES = [
    ("strict", "Strict"),
    ("normal", "Normal"),
    ("record", "Record only"),
]
# what decides how gifts are judged; every change is logged
SETTINGS = ("customer_gift_policy_mode", "customer_gift_policy_template")
# the policies give one figure for all of these: “50 USD/EUR/GBP”
SAME_FIGURE = ("USD", "EUR", "GBP")


class ResCompany(models.Model):
    """Which gift policy a company follows, and how strictly.

    Branches follow their root company.
    """

    _inherit = "res.company"

    customer_gift_policy_mode = fields.Selection(
        MODES,
        string="Gift Policy Mode",
        default="normal",
        help="Strict: every rule applies as written. Normal: ordinary trade is never "
        "stopped; only flagged tenders block, cards and samples do not count, "
        "small overdue amounts put nothing on hold. Record only: nothing is "
        "worse than a warning.",
    )
    customer_gift_policy_template = fields.Selection(
        [*SETS, (OWN, "Own policies only")],
        string="Gift Policy",
        help="Leave empty to follow China if the company is in China, otherwise "
        "General.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        for company in companies:
            # the defaults are what the addon ships
            if company._customer_gift_mode() != "normal":
                company._refuse_policy_setting()
        return companies

    def write(self, vals):
        names = [name for name in SETTINGS if name in vals]
        before = {company: [company[name] for name in names] for company in self}
        result = super().write(vals)
        for company, values in before.items():
            changed = [
                (name, old, company[name])
                for name, old in zip(names, values, strict=True)
                if old != company[name]
            ]
            if changed:
                company._refuse_policy_setting()
                self.env["customer.gift.policy.log"]._note(company, changed)
        return result

    def _refuse_policy_setting(self):
        """Raise AccessError unless the user may decide how strict the policy is."""
        if self.env.su or self.env.user.has_group(ADMIN_GROUP):
            return
        raise AccessError(
            self.env._(
                "Only an administrator of Customer Tiers decides which gift policy "
                "“%(company)s” follows and how strictly. Ask one of them.",
                company=self.name,
            )
        )

    def _customer_gift_mode(self):
        return self.sudo().root_id.customer_gift_policy_mode or "normal"

    def _customer_gift_template(self):
        root = self.sudo().root_id
        if root.customer_gift_policy_template:
            return root.customer_gift_policy_template
        return "china" if root.country_id.code == "CN" else "general"

    def _load_customer_gift_template(self, template):
        """Copy a template's policies for the company to change; returns the copies.

        Policies that the company already has stay. Amounts are converted to the
        company's currency if a rate is known, and rounded to two significant digits.
        """
        root = self.root_id
        policies = self.env["customer.gift.policy"]
        copies = policies.browse()
        shipped = policies.search(
            [("template", "=", template), ("company_id", "=", False)]
        )
        for policy in shipped:
            copies += policy.copy(
                {
                    "name": policy.name,
                    "template": False,
                    "company_id": root.id,
                    **self._customer_gift_amounts(policy),
                }
            )
        root.customer_gift_policy_template = OWN
        return copies

    def _customer_gift_amounts(self, policy):
        """Amounts of ``policy`` in the company's currency; {} without a rate."""
        own, currency = self.currency_id, policy.currency_id
        if not currency or currency == own:
            return {}
        if {own.name, currency.name} <= set(SAME_FIGURE):
            return {"currency_id": own.id}
        if not (own | currency).rate_ids:
            return {}
        rate = currency._get_conversion_rate(
            currency, own, self, fields.Date.context_today(self)
        )
        return {
            "currency_id": own.id,
            "amount": _two_figures(policy.amount * rate),
            "second_amount": _two_figures(policy.second_amount * rate),
        }


def _two_figures(amount):
    """347.2 -> 350: people remember a round limit."""
    if not amount:
        return 0.0
    digits = len(str(int(amount))) if amount >= 1 else 0
    return float_round(amount, precision_rounding=10.0 ** (digits - 2))
