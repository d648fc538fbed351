from odoo import fields, models
from odoo.tools import SQL

from ...tools.groups import USER_GROUP

# a value so many times the median is asked about
TIMES = 100


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_gift_keep_years = fields.Integer(
        string="Keep the Gift Register (years)",
        default=7,
        help="How long the law or your own rules require it to be kept. Nothing is "
        "deleted after that, but the recipient can then be pseudonymised.",
    )
    customer_gift_unusual_cost = fields.Monetary(
        string="Unusual Value",
        # portal users can read companies
        groups=f"base.group_system,{USER_GROUP}",
        help="A gift entered after the fact asks for a reason above this value. Enter "
        "0 for 100 times the usual gift of the register, and for no more than a whole "
        "budget.",
    )

    _customer_gift_keep_years_positive = models.Constraint(
        "CHECK(customer_gift_keep_years >= 0)",
        "The gift register must be kept for 0 years or more.",
    )
    _customer_gift_unusual_cost_positive = models.Constraint(
        "CHECK(customer_gift_unusual_cost >= 0)",
        "The unusual value of a gift must be 0 or more.",
    )

    def _customer_gift_unusual_above(self, day):
        """The value above which a gift of ``day`` is unusual; 0 if nothing is known.

        In the company's currency: its own setting, else 100 times the median of what
        it gave, which no single entry can shift, and at most the largest pool of the
        day.
        """
        self.ensure_one()
        company = self.sudo()
        if company.customer_gift_unusual_cost:
            return company.customer_gift_unusual_cost
        self.env["customer.gift"].flush_model()
        [(median,)] = self.env.execute_query(
            SQL(
                """
                SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY cost)
                  FROM customer_gift
                 WHERE company_id = %s AND number IS NOT NULL AND cost > 0
                   AND direction = 'given'
                """,
                self.id,
            )
        )
        budgets = self.env["customer.gift.budget"].sudo()
        pools = budgets.search(
            [
                ("company_id", "parent_of", self.ids),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
                ("pool_amount", ">", 0),
            ]
        ).mapped("pool_amount")
        known = [TIMES * float(median)] if median else []
        if pools:
            known.append(max(pools))
        return min(known, default=0.0)
