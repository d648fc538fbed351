"""The figures of one customer: what is stored, what it is called, how it is written."""

from functools import cached_property

import pandas as pd

from odoo.tools import SQL, formatLang

from ...classification import metrics
from ...classification.score import SCORE
from ...tools.figure_fields import unknown


class Figures:
    """The stored figures of one standing, in the words of its reader.

    A column is known by its record in the catalogue (``customer.tier.metric``), which
    gives its name and unit. A new metric therefore needs nothing here.

    What is read is kept for as long as this object lives, so make a new one for each
    question (``standing._explanation().figures``).
    """

    def __init__(self, standing):
        standing.ensure_one()
        self.standing = standing
        self.env = standing.env
        self.scheme = standing.scheme_id

    # ---------------------------------------------------------------- what is stored

    @cached_property
    def settings(self):
        """The settings that decided, as the last evaluation froze them; or ``{}``."""
        return self.scheme.last_evaluation_id.settings or {}

    @cached_property
    def _row(self):
        """``{column: value}`` of the standing as the database has it; ``{}`` if new.

        Read by SQL, because a field whose figure has no data returns 0.
        """
        standing = self.standing
        if not standing.id:
            return {}
        standing.flush_recordset()
        (row,) = self.env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE id = %s",
                SQL.identifier(standing._table),
                standing.id,
            )
        )
        return {name: row[name] for name in row.keys() & standing._fields.keys()}

    def stored(self, names):
        """``{name: value}`` of collected or derived columns; None for no data.

        A column that standings do not keep has no data here.
        """
        as_of = self.scheme.last_evaluation_id.as_of
        if not as_of:
            return dict.fromkeys(names)
        known = [n for n in names if metrics.collected([n]) <= self._row.keys()]
        frame = metrics.derive(self._frame(metrics.collected(known)), known, as_of)
        return {
            name: plain(frame[name].iloc[0]) if name in frame else None
            for name in names
        }

    def figure(self, column):
        """The value of one column, None if there is no data."""
        return self.stored([column])[column]

    # ---------------------------------------------------------------- who reads what

    @cached_property
    def _hidden(self):
        return self.standing._hidden_columns()

    def readable(self, column):
        """Whether the user may read what a column is made of."""
        return not self._hidden.intersection(metrics.collected([column]))

    def hides(self, documents):
        """Whether the user may read no figure that has this kind of documents."""
        codes = self._catalogue.filtered(lambda m: m.documents == documents)
        codes = codes.mapped("code")
        return bool(codes) and not any(map(self.readable, codes))

    def _frame(self, names):
        """A frame of one row for `metrics.derive`."""
        fields = self.standing._fields
        return pd.DataFrame(
            {
                name: pd.to_datetime(pd.Series([self._row[name]]))
                if fields[name].type == "date"
                else pd.to_numeric(pd.Series([self._row[name]], dtype="object"))
                for name in names
            },
            index=[0],
        )

    # ---------------------------------------------------------------- names and units

    def metric(self, column):
        """The metric in the catalogue, archived or not; an empty record if unknown."""
        # a metric that decides in the scheme is at hand, without a query per customer
        metric = self.scheme._deciding_metrics().filtered(lambda m: m.code == column)
        return metric or self._catalogue.filtered(lambda m: m.code == column)

    @cached_property
    def _catalogue(self):
        metrics = self.env["customer.tier.metric"].with_context(active_test=False)
        return metrics.search([])

    def label(self, column):
        """What the reader calls a column."""
        if column == SCORE:
            return self.env._("Score")
        return self.metric(column).name or column

    def unit(self, column):
        """A unit of ``customer.tier.metric``, False if the column is unknown."""
        return "points" if column == SCORE else self.metric(column).unit

    def written(self, column, value):
        """``value`` of a column as text, in the column's own unit."""
        if not self.readable(column):
            return self.env._("(not shown)")
        return self.format(value, self.unit(column))

    def format(self, value, unit):
        """``value`` in the reader's language; a dash where there is no data."""
        if unknown(value):
            return "–"
        if unit == "money":
            currency = self.standing.currency_id
            return formatLang(self.env, value, currency_obj=currency)
        if unit == "share":
            return self.env._(
                "%(percent)s %%", percent=formatLang(self.env, 100 * value, digits=1)
            )
        whole = float(value).is_integer()
        text = formatLang(self.env, value, digits=0 if whole else 2)
        if unit == "days":
            return self.env._("%(days)s days", days=text)
        return text

    # ---------------------------------------------------------------- what ranks

    @property
    def ranking_column(self):
        return self.settings.get("value") or self.scheme._value_column()

    @property
    def ranking_value(self):
        standing = self.standing
        return standing.score if self.ranking_column == SCORE else standing.value

    def ranked_by(self, value):
        """An amount of the ranking value, such as a gap, as text."""
        return self.written(self.ranking_column, value)

    # ---------------------------------------------------------------- lists

    def in_order(self, columns):
        """``columns`` in the order of the catalogue; those not in it come last."""
        codes = [code for code in self._catalogue.mapped("code") if code in columns]
        return list(dict.fromkeys([*codes, *columns]))

    def shown(self):
        """Metrics that the scheme decides by or collects, in the catalogue's order.

        Without those that the user may not read.
        """
        codes = self.scheme._metric_codes()
        return self._catalogue.filtered(
            lambda m: m.active and m.code in codes and self.readable(m.code)
        )


def plain(value):
    """A Python value for one that comes from pandas; None for every kind of gap."""
    if value is None or value is pd.NaT or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
