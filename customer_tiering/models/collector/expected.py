"""What customers are expected to buy, learned from their whole history."""

from odoo.tools import SQL

from ...classification import expected as columns
from ...classification.expected import learn
from ...classification.report_card import held_back
from .documents import happened
from .source import Source

EXPECTED = {column.name for column in columns.EXPECTED}
HISTORY = {column.name for column in columns.HISTORY}


def with_history(needed):
    """``needed`` (set of column names) with those that expected figures are made of."""
    return needed if needed.isdisjoint(EXPECTED) else needed | HISTORY


def completed(reading, frame, needed):
    """The customer frame with the expected figures, if any of them is ``needed``.

    They are learned from all customers in ``frame``, unless the `Reading` brings along
    what an evaluation has learned.

    :return: (frame, `Expectation`), the latter None if nothing of it is needed
    """
    if needed.isdisjoint(EXPECTED):
        return frame, None
    expectation = reading.expectation or learn(frame, reading.as_of)
    rounding = reading.scheme.currency_id.rounding
    return expectation.add(frame, reading.as_of, rounding), expectation


def history(reading):
    """Days of purchase and net revenue, ever, and before the days held back.

    Several purchases on one day are one.
    """
    return SQL(
        """
        SELECT customer_id AS partner_id,
               COUNT(*) FILTER (WHERE bought) AS purchase_days,
               SUM(amount) AS history_revenue,
               COUNT(*) FILTER (WHERE bought AND earlier) AS earlier_days,
               MAX(day) FILTER (WHERE bought AND earlier) AS earlier_last,
               COALESCE(SUM(amount) FILTER (WHERE earlier), 0) AS earlier_revenue
          FROM (
            SELECT customer_id, day, day < %s AS earlier, BOOL_OR(bought) AS bought,
                   SUM(amount) AS amount
              FROM %s happened
             GROUP BY customer_id, day
          ) days
         GROUP BY customer_id
        """,
        held_back(reading.as_of).first,
        happened(reading),
    )


SOURCES = {"history": Source(history, columns.HISTORY, optional=True)}
