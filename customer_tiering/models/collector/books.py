"""The books' side of the bridges of money and receivables.

Read from the bank's side and as a plain total, without a look at any match: what the
customers' figures are held against.
"""

from dataclasses import dataclass

import pandas as pd

from odoo.tools import SQL

from ...classification import metrics_payment as payment
from ...classification.frame import CUSTOMER
from .money import money_part
from .more import of_more_entries
from .payment_parts import receivable_item

# what the bridges say of partners that are no customers
FIGURES = tuple(
    column.name
    for column in (
        payment.COLLECTED,
        payment.WAITING_MONEY,
        payment.OVERDUE_AMOUNT,
        payment.NOT_DUE_AMOUNT,
        payment.UNMATCHED_MONEY,
        payment.OPEN_CREDITS,
    )
)


@dataclass(frozen=True)
class Books:
    """What the bridges of money and receivables need, of one moment.

    ``ledger``   sums by kind, what `read_books` returns
    ``figures``  `FIGURES` of every partner by ``partner_id``, customer or not; missing
                 for items without a partner
    """

    ledger: dict[str, tuple[float, int]]
    figures: pd.DataFrame


def money_items(reading):
    """FROM item: journal items of the period's entries with money, by ``kind``.

    ``received``, ``paid_out``, ``moved``  items on money accounts, of entries by which
        money came in, went out, or changed the account only
    ``more``  items on money accounts, of entries that another addon accounts for
    ``returned``  items on receivable accounts of entries by which money went out
    ``money_other``, ``money_suspense``, ``money_vendor``  counterparts of money that
        came in and has nothing to do with receivables

    ``id`` of the item and ``amount`` in company currency, money that came in positive.
    """
    accounts, window = reading.accounts, reading.window
    return SQL(
        """(
        WITH entries AS (
            SELECT id, move_id, balance, is_money, liquid, whole, is_more,
                   -- of few entries with money, so it comes last
                   CASE WHEN journal_id IN (SELECT id FROM account_journal
                                             WHERE type IN ('sale', 'purchase'))
                             AND (SELECT e.move_type FROM account_move e
                                   WHERE e.id = move_id) <> 'entry'
                        THEN 0 ELSE %(part)s END AS part
              FROM (
                SELECT l.id, l.move_id, l.balance, l.journal_id,
                       %(is_money)s AS is_money, %(is_more)s AS is_more,
                       SUM(l.balance) FILTER (WHERE %(is_money)s) OVER entry
                           AS liquid,
                       COALESCE(-SUM(l.balance) FILTER (WHERE NOT %(is_money)s)
                           OVER entry, 0) AS whole
                  FROM account_move_line l
                 WHERE l.account_id = ANY(%(accounts)s)
                   AND l.company_id = ANY(%(companies)s)
                   AND l.parent_state = 'posted'
                   AND l.date BETWEEN %(first)s AND %(last)s
                WINDOW entry AS (PARTITION BY l.move_id)
              ) lines
             WHERE liquid IS NOT NULL
        )
        SELECT id, balance AS amount,
               CASE WHEN is_more THEN 'more'
                    WHEN liquid > 0 THEN 'received'
                    WHEN liquid < 0 THEN 'paid_out' ELSE 'moved' END AS kind
          FROM entries WHERE is_money
     UNION ALL
        SELECT id, -balance * part / whole, 'returned'
          FROM entries
         WHERE NOT is_money AND NOT is_more AND liquid < 0 AND part <> 0
     UNION ALL
        SELECT o.id, -o.balance,
               CASE WHEN o.account_id IN (SELECT suspense_account_id
                                            FROM account_journal)
                    THEN 'money_suspense'
                    WHEN a.account_type = 'liability_payable' THEN 'money_vendor'
                    ELSE 'money_other' END
          FROM (SELECT DISTINCT move_id, part FROM entries
                 WHERE liquid > 0 AND liquid <> part AND NOT is_more) rest
          JOIN account_move_line o ON o.move_id = rest.move_id
          JOIN account_account a ON a.id = o.account_id
         WHERE NOT o.account_id = ANY(%(money)s)
           AND (rest.part = 0 OR NOT o.account_id = ANY(%(receivable)s))
        )""",
        part=money_part(SQL("liquid"), SQL("whole")),
        is_money=SQL("l.account_id = ANY(%s)", accounts.money),
        is_more=of_more_entries(reading, SQL("l.move_id")),
        accounts=accounts.money + accounts.receivable,
        money=accounts.money,
        receivable=accounts.receivable,
        companies=reading.companies,
        first=window.first,
        last=window.last,
    )


def receivable_items(reading):
    """FROM item: ``id``, ``amount`` and ``kind`` of the receivables as of the day.

    ``receivable``      every item up to the day; ``amount`` is its balance
    ``later_exchange``  items of matches that count, whose exchange difference was
                        booked later: what it takes off
    """
    return SQL(
        """(
        SELECT l.id, l.balance AS amount, 'receivable' AS kind
          FROM account_move_line l
         WHERE %(item)s
     UNION ALL
        SELECT l.id, sides.amount, 'later_exchange'
          FROM account_partial_reconcile f
         CROSS JOIN LATERAL (
            VALUES (f.debit_move_id, f.credit_move_id, -f.amount),
                   (f.credit_move_id, f.debit_move_id, f.amount)
              ) sides (id, other, amount)
          JOIN account_move_line x ON x.id = sides.other
          JOIN account_move_line l ON l.id = sides.id
         WHERE f.max_date > %(last)s AND %(item)s AND EXISTS (
               SELECT FROM account_partial_reconcile cause
                WHERE cause.exchange_move_id = x.move_id
                  AND cause.max_date <= %(last)s)
        )""",
        item=receivable_item(reading, SQL("l")),
        last=reading.as_of,
    )


def books_statement(reading):
    """SELECT of the sums by ``kind``: its ``amount`` and number of journal items."""
    return SQL(
        """
        SELECT kind, SUM(amount), COUNT(*) FROM %s items GROUP BY kind
     UNION ALL
        SELECT kind, SUM(amount), COUNT(*) FROM %s items GROUP BY kind
        %s
        """,
        money_items(reading),
        receivable_items(reading),
        SQL("").join(
            SQL(" UNION ALL %s", rows)
            for rows in reading.env["customer.tier.collector"]._more_books(reading)
        ),
    )


def read_books(cr, sql):
    """Sums by kind, ``{kind: (amount, number of journal items)}``, of ``sql``."""
    cr.execute(sql)
    return {kind: (float(amount), count) for kind, amount, count in cr.fetchall()}


def figures_of_all(parts):
    """One frame of the ``parts`` (frames by ``partner_id``), a row per partner."""
    first, *others = parts
    for part in others:
        first = first.merge(part, on=CUSTOMER, how="outer")
    return first.fillna(dict.fromkeys(FIGURES, 0.0))[[CUSTOMER, *FIGURES]]
