"""19.0.1.1.0: thresholds and margins to keep are called so, in the database too.

What an evaluation replaced is kept in columns named like those of the standings.
"""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, rename_column, table_columns

UNDO = "customer_tier_standing_undo"
WAS = "was_"
# the row says these of itself
TWICE = {"was_partner_id", "was_scheme_id", "was_company_id"}
# model -> old name of a field -> new name
RENAMED = {
    "customer.tier.rule": {
        "bar": "threshold",
        "keep_bar": "keep_threshold",
        "bar_currency_id": "threshold_currency_id",
        "bar_unit": "threshold_unit",
    },
    "customer.tier.standing": {"bar": "threshold", "margin": "margin_to_keep"},
    "customer.tier.evaluation": {"bars": "thresholds"},
}


def migrate(cr, version):
    if not version:
        return
    keep_what_was_replaced(cr)
    for model, names in RENAMED.items():
        for old, new in names.items():
            rename_field(cr, model, old, new)
    for old, new in RENAMED["customer.tier.standing"].items():
        if column_exists(cr, UNDO, old):
            rename_column(cr, UNDO, old, new)
    rename_in_frozen_settings(cr)
    # a customer kept by a manual tier is not falling, as the next evaluation will say
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


def rename_field(cr, model, old, new):
    """Rename a field: its column, its external id, and where users have named it."""
    table = model.replace(".", "_")
    if column_exists(cr, table, old):
        rename_column(cr, table, old, new)
    cr.execute(
        "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
        (new, model, old),
    )
    cr.execute(
        "UPDATE ir_model_data SET name = %s"
        " WHERE module = 'customer_tiering' AND name = %s",
        (f"field_{table}__{new}", f"field_{table}__{old}"),
    )
    word = rf"\y{old}\y"
    cr.execute(
        """
        UPDATE ir_filters
           SET domain = regexp_replace(domain, %(word)s, %(new)s, 'g'),
               context = regexp_replace(context, %(word)s, %(new)s, 'g'),
               sort = regexp_replace(sort, %(word)s, %(new)s, 'g')
         WHERE model_id = %(model)s
        """,
        {"word": word, "new": new, "model": model},
    )
    cr.execute(
        """
        UPDATE ir_exports_line l SET name = regexp_replace(l.name, %s, %s, 'g')
          FROM ir_exports e WHERE e.id = l.export_id AND e.resource = %s
        """,
        (word, new, model),
    )


def rename_in_frozen_settings(cr):
    """Evaluations explain tiers by the cut-offs that they froze."""
    cr.execute(
        """
        UPDATE customer_tier_evaluation e
           SET settings = jsonb_set(e.settings, '{cuts}', renamed.cuts)
          FROM (SELECT o.id,
                       jsonb_agg((cut - 'bar')
                                 || jsonb_build_object('threshold', cut->'bar')
                                 ORDER BY place) AS cuts
                  FROM customer_tier_evaluation o,
                       jsonb_array_elements(o.settings->'cuts')
                           WITH ORDINALITY AS c (cut, place)
                 WHERE jsonb_typeof(o.settings->'cuts') = 'array' AND cut ? 'bar'
                 GROUP BY o.id) renamed
         WHERE renamed.id = e.id
        """
    )
