"""Rows that other addons add to the sources, see ``customer.tier.collector``."""

from odoo.tools import SQL


def with_more(rows, more):
    """``rows`` (SELECT) and those of the SELECTs ``more``, in parentheses."""
    return SQL("(%s)", SQL(" UNION ALL ").join([rows, *more]))


def more_lines(reading, first):
    """SELECTs of lines that were sold without an invoice since the day ``first``.

    ``customer_id``, ``product_id``, ``revenue`` and ``cost`` (NULL if unknown),
    ``refunded``, ``discount`` (all in company currency), ``is_purchase`` and
    ``stands``.
    """
    return reading.env["customer.tier.collector"]._more_lines(reading, first)


def of_more_entries(reading, entry):
    """Condition that ``entry`` (SQL) is one that another addon accounts for."""
    collector = reading.env["customer.tier.collector"]
    return _is_among(
        entry,
        [*collector._more_entries(reading), *collector._more_later_entries(reading)],
    )


def of_later_entries(reading, entry):
    """Condition that ``entry`` (SQL) is not known yet on the as-of day."""
    collector = reading.env["customer.tier.collector"]
    return _is_among(entry, collector._more_later_entries(reading))


def _is_among(entry, found):
    if not found:
        return SQL("FALSE")
    return SQL("%s IN (%s)", entry, SQL(" UNION ALL ").join(found))
