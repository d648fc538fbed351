"""Net revenue of other spans than the period: the one before, and parts of it."""

from dataclasses import replace

from odoo.tools import SQL

from ...classification import metrics_sales as columns
from ...classification.window import Window
from .documents import sold
from .source import Source


def sources(reading):
    """Name -> `Source`. How long the period is says which of its parts there are."""
    return {
        "previous": Source(previous, (columns.PREVIOUS_REVENUE,), optional=True),
        "pace": Source(pace, _pace_columns(reading), optional=True),
    }


def _pace_columns(reading):
    """A period shorter than a quarter or a year has no weakest one."""
    return tuple(
        column
        for months, (weakest, latest) in columns.PACE.items()
        for column in (
            weakest if reading.months >= months else replace(weakest, missing=None),
            latest,
        )
    )


def previous(reading):
    """Net revenue of the period before, which is as long as this one."""
    before = reading.window.before()
    return SQL(
        """
        SELECT customer_id AS partner_id, %s AS previous_revenue
          FROM %s s GROUP BY customer_id
        """,
        reading.rounded(SQL("SUM(amount)")),
        sold(reading, before.first, before.last),
    )


def pace(reading):
    """Net revenue of the latest month, quarter and year, and of the weakest.

    Months are counted back from the as-of day; quarters and years are three and twelve
    of them. The weakest is one of those that lie wholly in the period; one without any
    document counts as 0.
    """
    period = reading.months
    months = Window.back(reading.as_of, 1, max(period, 12))
    figures = []
    for size, (weakest, latest) in columns.PACE.items():
        whole = period // size
        among = SQL("size = %s AND place < %s", size, whole)
        lowest = SQL(
            """CASE WHEN %(whole)s = 0 THEN NULL
                    WHEN COUNT(*) FILTER (WHERE %(among)s) < %(whole)s
                    THEN LEAST(0, MIN(amount) FILTER (WHERE %(among)s))
                    ELSE MIN(amount) FILTER (WHERE %(among)s) END""",
            whole=whole,
            among=among,
        )
        newest = SQL(
            "COALESCE(SUM(amount) FILTER (WHERE size = %s AND place = 0), 0)", size
        )
        figures += [
            SQL("%s AS %s", reading.rounded(amount), SQL.identifier(column.name))
            for amount, column in ((lowest, weakest), (newest, latest))
        ]
    return SQL(
        """
        WITH months AS (
            SELECT customer_id,
                   %(count)s - WIDTH_BUCKET(day, %(firsts)s::date[]) AS month,
                   SUM(amount) AS amount
              FROM %(sold)s s
             GROUP BY 1, 2
        ), spans AS (
            SELECT customer_id, size, month / size AS place, SUM(amount) AS amount
              FROM months CROSS JOIN UNNEST(%(sizes)s) AS size
             GROUP BY 1, 2, 3
        )
        SELECT customer_id AS partner_id, %(figures)s
          FROM spans GROUP BY customer_id
        """,
        count=len(months),
        firsts=[window.first for window in reversed(months)],
        sold=sold(reading, months[-1].first),
        sizes=list(columns.PACE),
        figures=SQL(", ").join(figures),
    )
