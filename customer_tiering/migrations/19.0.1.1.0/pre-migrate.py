"""19.0.1.1.0: what an evaluation replaced is kept in the columns of the standings."""

from odoo.tools import SQL
from odoo.tools.sql import rename_column, table_columns

UNDO = "customer_tier_standing_undo"
WAS = "was_"
# the row says these of itself
TWICE = {"was_partner_id", "was_scheme_id", "was_company_id"}


def migrate(cr, version):
    if not version:
        return
    keep_what_was_replaced(cr)
    # whom a manual tier keeps is not falling; the next evaluation says so by itself
    cr.execute(
        "UPDATE customer_tier_standing SET falling = FALSE"
        " WHERE falling AND decided_by = 'manual'"
    )


def keep_what_was_replaced(cr):
    """Name the columns of the kept standings like those of the standings."""
    columns = table_columns(cr, UNDO)
    if "replaced_by_id" in columns:
        return
    # the column's index would stay; nothing looks for it any more
    cr.execute("DROP INDEX IF EXISTS customer_tier_standing_undo__evaluation_id_index")
    rename_column(cr, UNDO, "evaluation_id", "replaced_by_id")
    for column in columns:
        if column in TWICE:
            cr.execute(
                SQL(
                    "ALTER TABLE %s DROP COLUMN %s",
                    SQL.identifier(UNDO),
                    SQL.identifier(column),
                )
            )
        elif column == "was_id":
            rename_column(cr, UNDO, column, "standing_id")
        elif column.startswith(WAS):
            rename_column(cr, UNDO, column, column.removeprefix(WAS))
