"""What the planner of PostgreSQL believes about the tables that an evaluation reads."""

from odoo.tools import SQL

TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "crm_lead",
    "customer_tier_standing",
    "mail_message",
    "res_partner",
    "sale_order",
    "sale_order_line",
    "sale_order_line_invoice_rel",
)


def ensure_statistics(env):
    """Count the tables anew that the planner takes for empty although they are not.

    These are the `TABLES`, and those of other addons.

    A table is, from the moment on which autovacuum looked at it while all its rows were
    of an import that had not ended yet, or that had failed. Until its next look, about
    a minute after the end of the import, the planner joins these tables row by row: a
    statement that takes a second then takes days.

    No save waits for it. On a replica nothing is done: it has the primary's statistics.
    """
    stale = env.execute_query(
        SQL(
            """
            SELECT relname FROM pg_class
             WHERE oid = ANY(%s::regclass[]) AND reltuples = 0 AND relpages > 0
               AND NOT pg_is_in_recovery()
             ORDER BY relname
            """,
            [*TABLES, *env["customer.tier.collector"]._more_tables()],
        )
    )
    if stale:
        tables = SQL(", ").join(SQL.identifier(table) for (table,) in stale)
        env.cr.execute(SQL("ANALYZE %s", tables))
