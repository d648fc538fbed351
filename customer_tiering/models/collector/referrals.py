"""What customers bring through others: referrals and influence."""

from odoo.tools import SQL

from ...classification import metrics_sales as columns
from .documents import purchases, sold
from .scope import with_referred
from .source import Source

# how much each kind of influence weighs, in stars of five
INFLUENCE_STARS = {"none": 0, "shop_review": 3, "professional": 4, "celebrity": 5}


def referrals(reading):
    """How many buyers a customer has ever referred, and their revenue of the period.

    Each of them has one referrer: the one that the customer names, or else the one
    that its oldest contact with a referrer names. Nobody refers themselves.
    """
    if reading.scope:
        reading = with_referred(reading)
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
            SELECT customer_id, SUM(amount) AS amount FROM %(sold)s s
             WHERE customer_id IN (SELECT customer_id FROM referred)
             GROUP BY customer_id
        )
        SELECT referrer_id AS partner_id, COUNT(*) AS referral_count,
               %(revenue)s AS referral_revenue
          FROM referred JOIN buyers USING (customer_id)
          LEFT JOIN revenue USING (customer_id)
         GROUP BY referrer_id
        """,
        customers=reading.customers,
        purchases=purchases(reading),
        sold=sold(reading, reading.window.first),
        revenue=reading.rounded(SQL("COALESCE(SUM(amount), 0)")),
    )


def influence(reading):
    """The most stars and the widest reach among a customer and its contacts.

    NULL where nobody has judged them; who is judged to have no influence has 0 stars.
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
        customers=reading.customers,
    )


SOURCES = {
    "referrals": Source(
        referrals, (columns.REFERRALS, columns.REFERRAL_REVENUE), optional=True
    ),
    "influence": Source(
        influence, (columns.INFLUENCE, columns.INFLUENCE_REACH), optional=True
    ),
}
