from odoo import api, models
from odoo.tools import SQL


class CustomerTierFigures(models.AbstractModel):
    """Averages of figures over several records, in every group, pivot and graph.

    A figure that is an average of its own, such as days per amount paid, is averaged by
    what it was divided by: see `figure_fields.Figure`. Records without the figure do
    not count; without any, the average is empty.
    """

    _name = "customer.tier.figures"
    _description = "Figures Averaged by Their Weight"

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        weight = getattr(self._fields.get(name), "weight", ())
        if function != "avg" or not weight:
            return super()._read_group_select(aggregate_spec, query)
        figure = self._field_to_sql(self._table, name, query)
        # more was taken back than sold: nothing to weigh by
        weighs = SQL("GREATEST(%s, 0)", self._weight_sql(weight, query))
        return SQL(
            "SUM(%(figure)s * %(weighs)s) / NULLIF("
            "SUM(%(weighs)s) FILTER (WHERE %(figure)s IS NOT NULL), 0)",
            figure=figure,
            weighs=weighs,
        )

    @api.model
    def _weight_sql(self, weight, query):
        return SQL(" ").join(
            SQL(
                "- COALESCE(%s, 0)" if name.startswith("-") else "+ COALESCE(%s, 0)",
                self._field_to_sql(self._table, name.removeprefix("-"), query),
            )
            for name in weight
        )
