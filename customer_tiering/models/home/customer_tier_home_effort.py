from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, format_date, formatLang

EFFORT_MONTHS = 12


class CustomerTierHome(models.AbstractModel):
    """Effort against value: what is done for each tier, beside what it brings.

    Effort is the number of activities done (calls, meetings, mails and so on) on
    contacts, quotations, orders and leads of the customers. Odoo keeps them archived.
    """

    _inherit = "customer.tier.home"

    @api.model
    def _effort(self, page, values):
        """``since`` and one line per tier; False where it cannot be told.

        :param values: see `_tier_values`
        """
        if page.scheme.customer_level != "company" or not values:
            # activities are found by the company of a contact, not by its group
            return False
        first = page.today - relativedelta(months=EFFORT_MONTHS)
        done = [("active", "=", False), ("date_done", ">=", str(first))]
        counts = self._activities(page, done)
        total = sum(counts.get(tier, 0) for tier in values)
        whole = sum(max(one["net_revenue:sum"] or 0.0, 0.0) for one in values.values())
        return {
            "since": self.env._(
                "Activities done since %(day)s, beside the net revenue of the period",
                day=format_date(self.env, first),
            ),
            "lines": [
                self._effort_line(
                    page, tier, done, counts.get(tier["id"], 0), total, values, whole
                )
                for tier in page.tiers.values()
                if tier["id"] in values
            ],
        }

    @api.model
    def _activities(self, page, done):
        """``{tier id: activities}`` that the user may see, of existing customers."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT s.tier_id, COUNT(*)
                      FROM %(customers)s a
                      JOIN customer_tier_standing s ON s.partner_id = a.customer_id
                     WHERE s.scheme_id = %(scheme)s AND s.lifecycle = 'existing'
                       AND a.id IN %(seen)s
                     GROUP BY 1
                    """,
                    customers=activities._customers_of_activities(),
                    scheme=page.scheme.id,
                    seen=activities._search(done).subselect(),
                )
            )
        )

    @api.model
    def _effort_line(self, page, tier, done, count, total, values, whole):
        of_tier = values[tier["id"]]
        revenue = of_tier["net_revenue:sum"] or 0.0
        customers = [
            ("scheme_id", "=", page.scheme.id),
            ("tier_id", "=", tier["id"]),
            ("lifecycle", "=", "existing"),
        ]
        domain = [
            *done,
            ("customer_tier_customer_id.customer_tier_standing_ids", "any", customers),
        ]
        return {
            "tier": tier,
            "activities": self._figure(
                count,
                self._list(tier["name"], "mail.activity", domain, active_test=False),
            ),
            "each": formatLang(self.env, count / of_tier["__count"], digits=2),
            "effort_share": count / total if total else 0.0,
            "value": self._figure(
                revenue,
                self._standings(
                    tier["name"],
                    page,
                    [("tier_id", "=", tier["id"]), ("lifecycle", "=", "existing")],
                ),
                "net_revenue:sum",
            ),
            "value_share": max(revenue, 0.0) / whole if whole else 0.0,
        }
