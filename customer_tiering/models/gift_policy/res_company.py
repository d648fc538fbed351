from odoo import fields, models
from odoo.tools import float_round

from ...tools.groups import COMPLIANCE_GROUP
from .customer_gift_policy import SETS

OWN = "own"
# the policies give one figure for all of these: “50 USD/EUR/GBP”
SAME_FIGURE = ("USD", "EUR", "GBP")


class ResCompany(models.Model):
    """Which gift policy a company follows, and how strictly.

    Branches follow their root company.
    """

    _inherit = "res.company"

    customer_gift_policy_mode = fields.Selection(
        [
            ("strict", "Strict"),
            ("normal", "Normal"),
            ("record", "Record only"),
        ],
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
    customer_gift_spot_check_seed = fields.Char(
        string="Spot Check Seed",
        # whoever knows the seed knows which of their gifts will be checked
        groups=f"base.group_system,{COMPLIANCE_GROUP}",
        help="The same seed draws the same gifts again.",
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
