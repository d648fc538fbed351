"""The ledger's side of the revenue bridge: income by journal item (rule K17)."""

from odoo.tools import SQL

from ...classification.frame import Column
from .documents import MISSING_RATE, SALE_TYPES
from .more import of_more_entries

INCOME_TYPES = ("income", "income_other")
LEDGER_COLUMNS = (
    Column("amount", "float", 0.0, "company currency, income positive"),
    Column("items", "int", 0, "journal items"),
)
# Three questions about each journal item, and the answers that a line of the bridge
# adds up. `booked`: is it income of the period by accounting date, and of which sort?
# `timing`: is it revenue (K17) of a sales document of the period, and by which date?
# `fate`: what became of the revenue of the period's documents? Income that another
# addon accounts for is revenue of the period; its fate is told by steps of that addon.
INCOME = ("booked", ("revenue", "manual", "vendor", "other_type"))
LINES = {
    "income": INCOME,
    "manual": ("booked", ("manual",)),
    "vendor": ("booked", ("vendor",)),
    "other_type": ("booked", ("other_type",)),
    "other_account": ("booked", ("other_account",)),
    "timing_out": ("timing", ("later_or_earlier",)),
    "no_date": ("timing", ("no_date",)),
    "timing_in": ("timing", ("other_period",)),
    "ledger": ("timing", ("period", "other_period")),
    "tax_rounding": ("fate", ("tax_rounding",)),
    "no_rate": ("fate", ("no_rate",)),
    "no_customer": ("fate", ("no_customer",)),
    "archived": ("fate", ("archived",)),
    "excluded": ("fate", ("known",)),
    "customers": ("fate", ("known",)),
}


def ledger_items(reading):
    """FROM item: one row per journal item of the bridge.

    ``id``, ``amount`` (company currency, income positive), ``customer_id`` (of the
    document) and ``booked``, ``timing`` and ``fate``, the answers of `LINES`.
    """
    window = reading.window
    day = SQL.identifier("m", reading.scheme.date_basis)
    accounts = reading.env.execute_query(
        SQL(
            "SELECT id FROM account_account WHERE account_type = ANY(%s)",
            list(INCOME_TYPES),
        )
    )
    return SQL(
        """(
        SELECT id, amount, customer_id,
               CASE WHEN more AND income AND by_entry THEN 'revenue'
                    WHEN NOT by_entry THEN NULL
                    WHEN revenue AND NOT income THEN 'other_account'
                    WHEN revenue THEN 'revenue'
                    WHEN NOT income THEN NULL
                    WHEN sale THEN 'other_type'
                    WHEN entry THEN 'manual'
                    ELSE 'vendor' END AS booked,
               CASE WHEN more AND income AND by_entry THEN 'period'
                    WHEN NOT revenue THEN NULL
                    WHEN by_entry AND by_scheme THEN 'period'
                    WHEN by_scheme THEN 'other_period'
                    WHEN by_entry AND day IS NULL THEN 'no_date'
                    WHEN by_entry THEN 'later_or_earlier' END AS timing,
               CASE WHEN more AND income AND by_entry THEN 'more'
                    WHEN NOT revenue OR NOT COALESCE(by_scheme, FALSE) THEN NULL
                    WHEN of_tax THEN 'tax_rounding'
                    WHEN missing_rate THEN 'no_rate'
                    WHEN customer_id IS NULL THEN 'no_customer'
                    WHEN NOT active THEN 'archived'
                    ELSE 'known' END AS fate
          FROM (
            SELECT l.id, -l.balance AS amount, p.customer_id, customer.active,
                   %(day)s AS day,
                   m.date BETWEEN %(first)s AND %(last)s AS by_entry,
                   %(day)s BETWEEN %(first)s AND %(last)s AS by_scheme,
                   l.account_id = ANY(%(income)s) AS income,
                   m.move_type = ANY(%(sales)s) AS sale,
                   m.move_type = 'entry' AS entry,
                   m.move_type = 'entry' AND %(more)s AS more,
                   m.move_type = ANY(%(sales)s)
                       AND l.display_type IN ('product', 'rounding') AS revenue,
                   l.display_type = 'rounding'
                       AND l.tax_repartition_line_id IS NOT NULL AS of_tax,
                   %(missing_rate)s AS missing_rate
              FROM account_move m
              JOIN account_move_line l ON l.move_id = m.id
              JOIN res_company c ON c.id = m.company_id
              LEFT JOIN %(customers)s p ON p.id = m.commercial_partner_id
              LEFT JOIN res_partner customer ON customer.id = p.customer_id
             WHERE m.state = 'posted' AND m.company_id = ANY(%(companies)s)
               AND (m.date BETWEEN %(first)s AND %(last)s
                    OR %(day)s BETWEEN %(first)s AND %(last)s)
               -- the item has its entry's days: two thirds need not be joined
               AND (l.date BETWEEN %(first)s AND %(last)s
                    OR %(item_day)s BETWEEN %(first)s AND %(last)s)
               AND (l.account_id = ANY(%(income)s)
                    OR l.display_type IN ('product', 'rounding')
                       AND m.move_type = ANY(%(sales)s))
          ) judged
        )""",
        day=day,
        item_day=SQL.identifier("l", reading.scheme.date_basis),
        first=window.first,
        last=window.last,
        income=[account_id for (account_id,) in accounts],
        sales=list(SALE_TYPES),
        missing_rate=MISSING_RATE,
        more=of_more_entries(reading, SQL("m.id")),
        customers=reading.customers,
        companies=reading.companies,
    )


def ledger_statement(reading):
    """SELECT of the sums of the journal items by answer, the whole bridge.

    Columns ``booked``, ``timing``, ``fate``, those of `LEDGER_COLUMNS` and
    ``partner_id``, the customer of items whose fate is known, else NULL.
    """
    return SQL(
        """
        SELECT booked, timing, fate,
               CASE WHEN fate = 'known' THEN customer_id END AS partner_id,
               SUM(amount) AS amount, COUNT(*) AS items
          FROM %s items
         GROUP BY 1, 2, 3, 4
        %s
        """,
        ledger_items(reading),
        SQL("").join(
            SQL(" UNION ALL %s", rows)
            for rows in reading.env["customer.tier.collector"]._more_ledger(reading)
        ),
    )
