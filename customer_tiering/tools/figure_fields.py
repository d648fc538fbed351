"""Fields of figures, which may be unknown and which are averaged by their weight."""

from odoo import fields


def unknown(value):
    """Whether ``value`` is that of a figure that nobody has read."""
    return value is None or value is False


class Figure:
    """A number that is empty, and not zero, where there is no data.

    Its value is False then, in records, exports and views; a filter on 0 does not find
    it. The model inherits from ``customer.tier.figures`` to average it.

    ``weight``  names of the fields whose sum is what an average over several records
                weighs this figure by, one with a minus is taken off. Without any, each
                record that has the figure weighs the same.
    """

    weight = ()
    falsy_value = None

    def convert_to_column(self, value, record, values=None, validate=True):
        if unknown(value):
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if unknown(value):
            return None
        return super().convert_to_column_insert(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if unknown(value):
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        return False if unknown(value) else value

    def convert_to_read(self, value, record, use_display_name=True):
        return False if unknown(value) else value

    def convert_to_export(self, value, record):
        return "" if unknown(value) else value


class FloatFigure(Figure, fields.Float):
    """A Float that may be unknown."""


class MonetaryFigure(Figure, fields.Monetary):
    """A Monetary that may be unknown."""


class IntegerFigure(Figure, fields.Integer):
    """An Integer that may be unknown."""
