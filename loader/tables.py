"""The temporary tables of the loader, and INSERT … SELECT based on a prototype.

The names of tables and columns come from this package and from PostgreSQL's catalogue,
never from the input. Values are transferred with COPY.
"""

import json

from odoo.tools import SQL

MOVE_ID = "integer DEFAULT nextval('account_move_id_seq')"
LINE_ID = "integer DEFAULT nextval('account_move_line_id_seq')"
PARTIAL_ID = "integer DEFAULT nextval('account_partial_reconcile_id_seq')"
FULL_ID = "integer DEFAULT nextval('account_full_reconcile_id_seq')"
NAMES = {"sequence_prefix": "text", "sequence_number": "integer", "name": "text"}

TABLES = {
    "ldr_document": {
        "id": MOVE_ID,
        "term_id": LINE_ID,
        **NAMES,
        "kind": "text",
        "sign": "integer",
        "partner_id": "integer",
        "commercial_partner_id": "integer",
        "fiscal_position_id": "integer",
        "income_account_id": "integer",
        "receivable_account_id": "integer",
        "user_id": "integer",
        "currency_id": "integer",
        "rate": "numeric",
        "date": "date",
        "due_date": "date",
        "ref": "text",
        "total": "numeric",
        "balance": "numeric",
        "residual_currency": "numeric",
        "residual": "numeric",
        "payment_state": "text",
    },
    "ldr_line": {
        "document": "integer",
        "label": "text",
        "product_id": "integer",
        "amount": "numeric",
        "balance": "numeric",
    },
    "ldr_payment": {
        "id": MOVE_ID,
        "line_id": LINE_ID,
        **NAMES,
        "document": "integer",
        "date": "date",
        "amount": "numeric",
        "balance": "numeric",
        "residual_currency": "numeric",
        "residual": "numeric",
    },
    "ldr_partial": {
        "id": PARTIAL_ID,
        "document": "integer",
        "payment": "integer",
        "amount": "numeric",
        "amount_currency": "numeric",
    },
    "ldr_exchange": {
        "id": MOVE_ID,
        **NAMES,
        "partial": "integer",
        "document": "integer",
        "payment": "integer",
        "date": "date",
        "amount": "numeric",
    },
    "ldr_difference": {
        "line_id": LINE_ID,
        "partial_id": PARTIAL_ID,
        "exchange": "integer",
        "on_document": "boolean",
        "sign": "integer",
        "amount": "numeric",
        "account_id": "integer",
        "sequence": "integer",
    },
    "ldr_full": {"id": FULL_ID, "document": "integer"},
}


def prototype_table(cr, name, table, rows):
    """Create the temporary table ``name``: ``table`` with the labels of each row."""
    drop(cr, name)
    labels = list(rows[0][0])
    extra = "".join(f", NULL::text AS {label}" for label in labels)
    cr.execute(f"CREATE TEMP TABLE {name} AS SELECT t.*{extra} FROM {table} t LIMIT 0")
    for values, row in rows:
        cr.execute(
            f"INSERT INTO {name} SELECT r.*{', %s' * len(labels)} "
            f"FROM jsonb_populate_record(NULL::{table}, %s::jsonb) r",
            [*values.values(), json.dumps(row)],
        )
    cr.execute(f"ANALYZE {name}")


def insert_like(cr, table, source, columns, prototype):
    """INSERT … SELECT with these ``columns`` and all others of the prototype ``p``."""
    names = _columns(cr, table)
    if "id" in columns:
        names = ["id", *names]
    chosen = ", ".join(columns.get(name, f'p."{name}"') for name in names)
    target = ", ".join(f'"{name}"' for name in names)
    cr.execute(f"INSERT INTO {table} ({target}) SELECT {chosen} {source}")


def drop(cr, *tables):
    for table in tables:
        cr.execute(f"DROP TABLE IF EXISTS {table}")


def _columns(cr, table):
    """Stored columns of ``table`` in their order, without ``id``."""
    cr.execute(
        SQL(
            """
            SELECT attname FROM pg_attribute
             WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
               AND attname != 'id'
             ORDER BY attnum
            """,
            table,
        )
    )
    return [name for (name,) in cr.fetchall()]
