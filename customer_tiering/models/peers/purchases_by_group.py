"""What each group of peers buys: one grouped statement over invoice lines.

Peers are the existing customers of one tier, in the scheme as a whole and per industry
of the contact. A customer buys a product if the invoice lines of the period add up to
more than zero, refunds out; documents that a correction took back do not count, nor do
down payments, free samples and what is not for sale anymore. Variants count together.
"""

from odoo.tools import SQL

from ..collector.documents import documents
from ..collector.more import more_lines

# Fewer buyers would tell about each of them: a group of one is that customer. A group
# below five customers cannot have so many, so nothing is ever said of it.
BUYERS = 5
# what a tenth of the peers buy is a habit; less is a long tail that nobody would read
SHARE = 0.10


def peer_products(reading):
    """Rows of ``customer.tier.product`` for the scheme and the period of ``reading``.

    ``tier_id``, ``industry_id`` (NULL for the tier as a whole), ``product_tmpl_id``,
    ``buyers``, ``customers``, ``share`` (0..1), ``lift`` (share over that among all
    customers), ``spend`` (average of a buyer, company currency) and ``worth`` (average
    of all customers of the group).
    """
    return SQL(
        """
        WITH members AS MATERIALIZED (
            SELECT s.partner_id, s.tier_id, p.industry_id
              FROM customer_tier_standing s
              JOIN res_partner p ON p.id = s.partner_id
             WHERE s.scheme_id = %(scheme)s AND s.lifecycle = 'existing'
        ), own AS MATERIALIZED (
            -- a line has the days of its document, and most are of other years. By
            -- itself, as the planner takes both days for independent of each other
            SELECT l.move_id, l.product_id, l.balance
              FROM account_move_line l
             WHERE l.display_type = 'product' AND l.product_id IS NOT NULL
               AND l.is_downpayment IS NOT TRUE
               AND %(line_day)s BETWEEN %(first)s AND %(last)s
        ), lines AS MATERIALIZED (
            -- by themselves first: from the products, all lines ever would be read
            SELECT m.customer_id, own.product_id, own.balance
              FROM %(documents)s m JOIN own ON own.move_id = m.id
             WHERE m.stands %(more)s
        ), bought AS MATERIALIZED (
            SELECT lines.customer_id, variant.product_tmpl_id,
                   -SUM(lines.balance) AS spend
              FROM lines
              JOIN product_product variant ON variant.id = lines.product_id
              JOIN product_template t
                ON t.id = variant.product_tmpl_id AND t.active AND t.sale_ok
             GROUP BY lines.customer_id, variant.product_tmpl_id
            HAVING SUM(lines.balance) < 0
        ), everybody AS MATERIALIZED (
            SELECT COUNT(*) AS customers FROM members
        ), groups AS MATERIALIZED (
            SELECT tier_id, industry_id, GROUPING(industry_id) AS all_industries,
                   COUNT(*) AS customers
              FROM members
             GROUP BY GROUPING SETS ((tier_id), (tier_id, industry_id))
        ), cells AS MATERIALIZED (
            -- the smallest groups first: the larger ones add up those within them
            SELECT tier_id, industry_id, product_tmpl_id, COUNT(*) AS buyers,
                   SUM(spend) AS spend
              FROM bought JOIN members ON members.partner_id = bought.customer_id
             GROUP BY tier_id, industry_id, product_tmpl_id
        ), every AS MATERIALIZED (
            SELECT product_tmpl_id, SUM(buyers) AS buyers
              FROM cells
             GROUP BY product_tmpl_id
        ), sold AS (
            SELECT tier_id, industry_id, product_tmpl_id,
                   GROUPING(industry_id) AS all_industries,
                   SUM(buyers)::int AS buyers, SUM(spend) AS spend
              FROM cells
             GROUP BY GROUPING SETS (
                (tier_id, product_tmpl_id), (tier_id, industry_id, product_tmpl_id))
            HAVING SUM(buyers) >= %(buyers)s
        )
        SELECT s.tier_id, s.industry_id, s.product_tmpl_id, s.buyers, g.customers,
               s.buyers::float8 / g.customers AS share,
               (s.buyers::float8 / g.customers)
                   / (every.buyers::float8 / everybody.customers) AS lift,
               %(spend)s AS spend, %(worth)s AS worth
          FROM sold s
          JOIN groups g ON g.tier_id = s.tier_id
           AND g.all_industries = s.all_industries
           AND g.industry_id IS NOT DISTINCT FROM s.industry_id
          JOIN every ON every.product_tmpl_id = s.product_tmpl_id
         CROSS JOIN everybody
         WHERE (s.all_industries = 1 OR s.industry_id IS NOT NULL)
           AND s.buyers >= %(share)s * g.customers
        """,
        scheme=reading.scheme.id,
        documents=documents(reading, reading.window.first),
        line_day=SQL.identifier("l", reading.scheme.date_basis),
        first=reading.window.first,
        last=reading.as_of,
        more=SQL("").join(
            SQL(
                """
                UNION ALL
                SELECT customer_id, product_id, -revenue FROM (%s) l WHERE stands
                """,
                rows,
            )
            for rows in more_lines(reading, reading.window.first)
        ),
        buyers=BUYERS,
        share=SHARE,
        spend=reading.rounded(SQL("s.spend / s.buyers")),
        worth=reading.rounded(SQL("s.spend / g.customers")),
    )
