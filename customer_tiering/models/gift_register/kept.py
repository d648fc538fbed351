from odoo.exceptions import UserError
from odoo.tools import SQL


def refuse_if_given(records, column):
    """Raise UserError if a gift names one of ``records`` in ``column``."""
    records.env["customer.gift"].flush_model([column])
    found = records.env.execute_query(
        SQL(
            "SELECT %(column)s, COUNT(*) FROM customer_gift"
            " WHERE %(column)s = ANY(%(ids)s) GROUP BY 1 LIMIT 1",
            column=SQL.identifier(column),
            ids=records.ids,
        )
    )
    for id_, count in found:
        raise UserError(
            records.env._(
                "%(count)s gifts name “%(record)s”, and given gifts must be kept. "
                "Archive it instead of deleting it.",
                count=count,
                record=records.browse(id_).sudo().display_name,
            )
        )
