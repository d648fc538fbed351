"""19.0.1.2.0: gifts no longer name users who were deleted."""

from odoo.tools import SQL


def migrate(cr, version):
    if not version:
        return
    for column in ("create_uid", "write_uid"):
        cr.execute(
            SQL(
                "UPDATE customer_gift g SET %(column)s = NULL"
                " WHERE %(column)s IS NOT NULL AND NOT EXISTS"
                " (SELECT FROM res_users u WHERE u.id = g.%(column)s)",
                column=SQL.identifier(column),
            )
        )
