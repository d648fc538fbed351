from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ...classification import metrics_sales as columns
from .customer_tier_collector import Source

# how much each kind of influence weighs, in stars of five
INFLUENCE_STARS = {"none": 0, "shop_review": 3, "professional": 4, "celebrity": 5}


class CustomerTierCollector(models.AbstractModel):
    """Sources of what a customer brings by others: referrals and influence."""

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, scheme, as_of):
        return super()._sources(scheme, as_of) | {
            "referrals": Source(
                partial(self._referrals_sql, scheme, as_of),
                (columns.REFERRALS, columns.REFERRAL_REVENUE),
                optional=True,
            ),
            "influence": Source(
                partial(self._influence_sql, scheme),
                (columns.INFLUENCE, columns.INFLUENCE_REACH),
                optional=True,
            ),
        }

    @api.model
    def _referrals_sql(self, scheme, as_of):
        """Customers who came by a customer, ever, and their revenue of the period.

        Each of them has one referrer: his own, else that of his oldest contact who
        names one. Nobody refers himself.
        """
        window = scheme._window(as_of)
        return SQL(
            """
            WITH referred AS (
                SELECT DISTINCT ON (c.customer_id)
                       c.customer_id, referrer.customer_id AS referrer_id
                  FROM res_partner r
                  JOIN %(customers)s c ON c.id = r.id
                  JOIN %(customers)s referrer
                    ON referrer.id = r.customer_tier_referrer_id
                 WHERE r.customer_tier_referrer_id IS NOT NULL
                   AND c.customer_id <> referrer.customer_id
                 ORDER BY c.customer_id, r.id = c.customer_id DESC, r.id
            ), buyers AS (
                SELECT DISTINCT customer_id FROM %(purchases)s purchases
                 WHERE customer_id IN (SELECT customer_id FROM referred)
            ), revenue AS (
                SELECT customer_id, SUM(amount) AS amount FROM %(documents)s d
                 WHERE customer_id IN (SELECT customer_id FROM referred)
                 GROUP BY customer_id
            )
            SELECT referrer_id AS partner_id, COUNT(*) AS referral_count,
                   %(revenue)s AS referral_revenue
              FROM referred JOIN buyers USING (customer_id)
              LEFT JOIN revenue USING (customer_id)
             GROUP BY referrer_id
            """,
            customers=self._customers(scheme),
            purchases=self._purchases(scheme, window.last),
            documents=self._documents(scheme, window.last, window.first),
            revenue=self._rounded(scheme, SQL("COALESCE(SUM(amount), 0)")),
        )

    @api.model
    def _influence_sql(self, scheme):
        """The most stars and the widest reach among a customer and his contacts.

        NULL where nobody has judged; somebody judged to have none has 0 stars.
        """
        return SQL(
            """
            SELECT p.customer_id AS partner_id,
                   MAX(CASE r.customer_tier_influence_type %(stars)s END) AS influence,
                   MAX(NULLIF(r.customer_tier_influence_reach, 0)) AS influence_reach
              FROM res_partner r JOIN %(customers)s p ON p.id = r.id
             WHERE r.active AND (r.customer_tier_influence_type IS NOT NULL
                                 OR r.customer_tier_influence_reach > 0)
             GROUP BY p.customer_id
            """,
            stars=SQL(" ").join(
                SQL("WHEN %s THEN %s", kind, stars)
                for kind, stars in INFLUENCE_STARS.items()
            ),
            customers=self._customers(scheme),
        )
