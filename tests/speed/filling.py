"""200,000 customers with country and standing, 30,000 orders: set-based SQL.

Tier and country have the same sizes, are independent of each other, and both lie
scattered over the table and over the names.
"""

CUSTOMERS = 200_000
ORDERS = 30_000

# Up to which place: tier, country.  120,000 ranked ones (1, 4, 15, 80 %), the others
# in the lifecycle tiers; the last 5,000 without tier, or country.
SIZES = [
    (1_200, "TOP", "LU"),
    (6_000, "BIG", "AT"),
    (24_000, "MEDIUM", "FR"),
    (120_000, "SMALL", "DE"),
    (140_000, "INACTIVE", "PL"),
    (165_000, "PROSPECT", "IT"),
    (185_000, "SUSPECT", "ES"),
    (195_000, "NONEED", "PT"),
]

PLACES = """
CREATE TEMPORARY TABLE place AS
SELECT number + (SELECT max(id) FROM res_partner) AS id,
       md5(number::text) AS name,
       row_number() OVER (ORDER BY md5('tier' || number)) AS tier_place,
       row_number() OVER (ORDER BY md5('country' || number)) AS country_place
  FROM generate_series(1, %s) number
"""

PARTNERS = """
INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, country_id,
       email, street, city, lang, type, active, is_company, partner_share,
       customer_rank, autopost_bills, create_date, write_date)
SELECT place.id, place.id, place.name, place.name, c.id,
       place.name || '@example.com', 'High Street ' || place.id, 'Springfield',
       'en_US', 'contact', TRUE, TRUE, TRUE, 1, 'ask', now(), now()
  FROM place
  LEFT JOIN res_country c ON c.code = CASE {cases} END
 ORDER BY place.id
"""

STANDINGS = """
INSERT INTO customer_tier_standing (scheme_id, company_id, partner_id, tier_id,
       evaluation_id, lifecycle, reason, rank, ranked_count, threshold, share,
       cumulated, net_revenue, purchase_count, first_purchase, last_purchase,
       contact_count, is_new, contradicts_mark, since)
SELECT %s, %s, place.id, t.id, %s, 'existing', 'remainder', place.tier_place, 120000,
       1200, 0.0001, 0.5, 1000000.25 / place.tier_place, 12, '2025-01-15', '2026-01-15',
       3, FALSE, FALSE, '2026-01-31'
  FROM place
  JOIN customer_tier t ON t.code = CASE {cases} END
 ORDER BY place.id
"""

RESULTS = """
INSERT INTO customer_tier_evaluation_tier (evaluation_id, tier_id, customer_count)
SELECT evaluation_id, tier_id, count(*)
  FROM customer_tier_standing WHERE scheme_id = %s GROUP BY 1, 2
"""

ORDER_ROWS = """
INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id,
       company_id, user_id, state, invoice_status, date_order, currency_id,
       currency_rate, amount_untaxed, amount_tax, amount_total, create_date, write_date)
SELECT 'S' || number, place.id, place.id, place.id, %s, %s, 'sale', 'no',
       timestamp '2026-01-01' + number * interval '5 min', %s, 1, 100, 0, 100,
       now(), now()
  FROM (SELECT id, row_number() OVER (ORDER BY md5('order' || id)) AS number
          FROM place) place
 WHERE number <= %s
 ORDER BY number
"""


def cases(place: str, column: int) -> str:
    return " ".join(f"WHEN {place} <= {s[0]} THEN '{s[column]}'" for s in SIZES)


def fill(env) -> None:
    cr, company = env.cr, env.ref("base.main_company")
    scheme = env.ref("customer_tiering.scheme_pyramid")
    evaluation = env["customer.tier.evaluation"].create(
        {
            "scheme_id": scheme.id,
            "company_id": company.id,
            "as_of": "2026-01-31",
            "state": "done",
        }
    )
    env.flush_all()
    cr.execute(PLACES, [CUSTOMERS])
    countries, tiers = cases("country_place", 2), cases("tier_place", 1)
    cr.execute(PARTNERS.format(cases=countries))
    cr.execute("SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner))")
    cr.execute("DELETE FROM customer_tier_standing WHERE scheme_id = %s", [scheme.id])
    cr.execute(STANDINGS.format(cases=tiers), [scheme.id, company.id, evaluation.id])
    cr.execute(RESULTS, [scheme.id])
    currency = company.currency_id.id
    cr.execute(ORDER_ROWS, [company.id, env.uid, currency, ORDERS])
    scheme.last_evaluation_id = evaluation
    env.flush_all()
    cr.commit()
    # as the autovacuum of a database in use leaves them
    cr._cnx.autocommit = True
    for table in ("res_partner", "customer_tier_standing", "sale_order"):
        cr.execute(f"VACUUM ANALYZE {table}")
    cr._cnx.autocommit = False
    env.invalidate_all()
