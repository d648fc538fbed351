from dataclasses import replace
from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ...classification import metrics_sales as columns
from ...classification.window import Window
from .customer_tier_collector import Source


class CustomerTierCollector(models.AbstractModel):
    """Net revenue of other spans than the period: before it, and parts of it."""

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, scheme, as_of):
        return super()._sources(scheme, as_of) | {
            "previous": Source(
                partial(self._previous_sql, scheme, as_of),
                (columns.PREVIOUS_REVENUE,),
                optional=True,
            ),
            "pace": Source(
                partial(self._pace_sql, scheme, as_of),
                self._pace_columns(scheme),
                optional=True,
            ),
        }

    @api.model
    def _previous_sql(self, scheme, as_of):
        """Net revenue of the period before, as long as this one."""
        _this, before = Window.back(as_of, scheme.period_months, 2)
        return SQL(
            """
            SELECT customer_id AS partner_id, %s AS previous_revenue
              FROM %s d GROUP BY customer_id
            """,
            self._rounded(scheme, SQL("SUM(amount)")),
            self._documents(scheme, before.last, before.first),
        )

    @api.model
    def _pace_columns(self, scheme):
        """A period shorter than a quarter or a year has no weakest one."""
        return tuple(
            column
            for months, (weakest, latest) in columns.PACE.items()
            for column in (
                weakest
                if scheme.period_months >= months
                else replace(weakest, missing=None),
                latest,
            )
        )

    @api.model
    def _pace_sql(self, scheme, as_of):
        """Net revenue of the latest month, quarter and year, and of the weakest.

        Months are counted back from the as-of day, quarters and years are three and
        twelve of them. The weakest is looked for among the whole ones of the period;
        one without any document counts 0.
        """
        months = Window.back(as_of, 1, max(scheme.period_months, 12))
        figures = []
        for size, (weakest, latest) in columns.PACE.items():
            whole = scheme.period_months // size
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
                SQL(
                    "%s AS %s",
                    self._rounded(scheme, amount),
                    SQL.identifier(column.name),
                )
                for amount, column in ((lowest, weakest), (newest, latest))
            ]
        return SQL(
            """
            WITH months AS (
                SELECT customer_id,
                       %(count)s - WIDTH_BUCKET(day, %(firsts)s::date[]) AS month,
                       SUM(amount) AS amount
                  FROM %(documents)s d
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
            documents=self._documents(scheme, as_of, months[-1].first),
            sizes=list(columns.PACE),
            figures=SQL(", ").join(figures),
        )
