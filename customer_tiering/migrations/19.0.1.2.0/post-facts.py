"""19.0.1.2.0: each draw of spot checks is a record with a seed of its own.

Until now a company had one seed for all draws, and whoever could read it knew which
gifts would be checked. What was drawn with it becomes one draw per company, which also
covers the gifts that were not drawn.
"""

from odoo.tools.sql import column_exists


def migrate(cr, version):
    if not version or not column_exists(cr, "customer_gift_spot_check", "seed"):
        return
    cr.execute(
        """
        WITH draws AS (
            INSERT INTO customer_gift_spot_draw
                   (company_id, seed, share, drawn_on, gift_count, check_count,
                    create_uid, create_date, write_uid, write_date)
            SELECT c.id, c.customer_gift_spot_check_seed, COALESCE(k.share, 0),
                   COALESCE(k.drawn_on, NOW() AT TIME ZONE 'UTC'),
                   (SELECT COUNT(*) FROM customer_gift g
                     WHERE g.company_id = c.id
                       AND g.state = 'given' AND g.direction = 'given'),
                   COALESCE(k.checks, 0),
                   1, NOW() AT TIME ZONE 'UTC', 1, NOW() AT TIME ZONE 'UTC'
              FROM res_company c
              LEFT JOIN (SELECT company_id, MAX(share) AS share,
                                MAX(drawn_on) AS drawn_on, COUNT(*) AS checks
                           FROM customer_gift_spot_check GROUP BY company_id) k
                     ON k.company_id = c.id
             WHERE c.customer_gift_spot_check_seed IS NOT NULL
            RETURNING id, company_id
        ),
        checks AS (
            UPDATE customer_gift_spot_check k SET draw_id = d.id
              FROM draws d WHERE d.company_id = k.company_id
        )
        UPDATE customer_gift g SET spot_draw_id = d.id
          FROM draws d
         WHERE d.company_id = g.company_id
           AND g.state = 'given' AND g.direction = 'given'
        """
    )
