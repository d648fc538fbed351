from odoo import api, models
from odoo.fields import Domain

from ...gifting.rules import CUSTOMER


class CustomerGiftBudget(models.Model):
    _inherit = "customer.gift.budget"

    @api.model
    def _left_for(self, company, customers, day):
        """``{customer id: amount left on day}`` for customers with a cap.

        By the caps per customer for all occasions; the tightest one decides. A cap
        applies to customers in the scheme of its budget, and in its tier if it has one.
        In the currency of ``company``. A few queries per budget.
        """
        caps = (
            self.env["customer.gift.budget.cap"]
            .sudo()
            .search(
                [
                    ("scope", "=", CUSTOMER),
                    ("occasion_id", "=", False),
                    ("company_id", "in", company.parent_ids.ids),
                    ("budget_id.active", "=", True),
                    ("budget_id.date_from", "<=", day),
                    ("budget_id.date_to", ">=", day),
                ]
            )
        )
        left = {}
        of_customers = Domain("partner_id", "in", customers.ids)
        for budget, of_budget in caps.grouped("budget_id").items():
            used = budget._used(budget._gifts_of_period() & of_customers, CUSTOMER)
            standings = self.env["customer.tier.standing"].sudo()
            rows = standings._read_group(
                of_customers & Domain("scheme_id", "=", budget.scheme_id.id),
                ["partner_id", "tier_id"],
            )
            for cap in of_budget:
                for partner, tier in rows:
                    if cap.tier_id and cap.tier_id != tier:
                        continue
                    amount = max(cap.amount - used.get(partner.id, 0.0), 0.0)
                    amount = budget.currency_id.round(amount)
                    left[partner.id] = min(left.get(partner.id, amount), amount)
        return left
