"""Every row of the addon in a database as text, and two readings of it compared.

What there is to read is found out before an update, and read again after it under the
names that `expected` gives it. What an update adds in columns is no loss and not read.
"""

from dataclasses import dataclass, field

import expected

OURS = "^customer_(tier|gift)"
# Tables of Odoo whose rows hang on one of our models, by which condition.
HANGING = {
    "ir_attachment": "res_model = ANY(%(models)s)",
    "ir_default": "field_id IN (SELECT id FROM ir_model_fields"
    " WHERE model = ANY(%(models)s))",
    "ir_exports": "resource = ANY(%(models)s)",
    "ir_filters": "model_id = ANY(%(models)s)",
    "mail_activity": "res_model = ANY(%(models)s)",
    "mail_followers": "res_model = ANY(%(models)s)",
    "mail_message": "model = ANY(%(models)s)",
    "mail_tracking_value": "mail_message_id IN (SELECT id FROM mail_message"
    " WHERE model = ANY(%(models)s))",
}
# Who is in which of our groups.
MEMBERS = (
    "gid IN (SELECT res_id FROM ir_model_data"
    " WHERE module = 'customer_tiering' AND model = 'res.groups')"
)
# tables that are not named after their model
TABLE_NAMES = {
    "ir.actions.act_window": "ir_act_window",
    "ir.actions.client": "ir_act_client",
    "ir.actions.report": "ir_act_report_xml",
    "ir.actions.server": "ir_act_server",
}
TIMES = "(times)"
MODEL_COLUMNS = {"res_model", "model", "resource", "model_id"}
# our tables, those that join ours to others, and our columns in those of others
OWN_TABLES = f"""
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '{OURS}'
 UNION
SELECT r.name FROM ir_model_relation r JOIN ir_module_module m ON m.id = r.module
 WHERE m.name = 'customer_tiering'
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position
"""
FOREIGN_COLUMNS = f"""
SELECT c.table_name, array_agg(DISTINCT c.column_name::text)
  FROM ir_model_data d
  JOIN ir_model_fields f ON f.id = d.res_id
  JOIN information_schema.columns c ON c.table_schema = 'public'
       AND c.table_name = REPLACE(f.model, '.', '_') AND c.column_name = f.name
 WHERE d.module = 'customer_tiering' AND d.model = 'ir.model.fields'
   AND c.table_name !~ '{OURS}' AND f.name ~ '{OURS}'
 GROUP BY 1
"""
MODELS = "SELECT model FROM ir_model WHERE REPLACE(model, '.', '_') ~ %s"
# Odoo reflects the code in records; of the fields, those count that are columns
XMLIDS = """
SELECT d.name, d.model, d.res_id, COALESCE(d.noupdate, FALSE)
  FROM ir_model_data d LEFT JOIN ir_model_fields f
       ON d.model = 'ir.model.fields' AND f.id = d.res_id
 WHERE d.module = 'customer_tiering'
   AND d.model NOT IN ('ir.model.constraint', 'ir.model.inherit',
                       'ir.model.fields.selection', 'ir.model.relation')
   AND (d.model <> 'ir.model.fields' OR EXISTS (
       SELECT FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.table_name = REPLACE(f.model, '.', '_')
          AND c.column_name = f.name))
"""


@dataclass
class Part:
    """Rows of one table, and which of them."""

    table: str
    columns: list
    condition: str = "TRUE"


@dataclass
class Reading:
    """Rows and external ids of a database, and what of them was not there to be read.

    ``rows``: for each of ``parts``, key -> {column: text}. The key is the row's id, or
    the whole row where there is none; ``TIMES`` is how often it comes.
    ``xmlids``: name -> (model, id, whether updates leave the record alone).
    """

    parts: list
    models: list
    rows: list
    xmlids: dict
    missing: list = field(default_factory=list)

    def records(self, shipped=False):
        """(table, id) of what has an external id, or of what updates write of it."""
        return {
            (table_of(model), str(id_))
            for model, id_, noupdate in self.xmlids.values()
            if not (shipped and noupdate)
        }


def quoted(name):
    return f'"{name}"'


def table_of(model):
    return TABLE_NAMES.get(model) or model.replace(".", "_")


def firsts(cr, statement, *parameters):
    cr.execute(statement, parameters)
    return [row[0] for row in cr.fetchall()]


def before(cr):
    """All that is ours in a database of the old version."""
    parts = [
        Part(table, firsts(cr, COLUMNS, table))
        for table in sorted(firsts(cr, OWN_TABLES))
    ]
    cr.execute(FOREIGN_COLUMNS)
    for table, columns in sorted(cr.fetchall()):
        # the condition holds after the update too, so without what is gone by then
        gone = expected.COLUMNS.get(table, {})
        stay = [name for name in columns if gone.get(name, name)]
        some = f"num_nonnulls({', '.join(map(quoted, stay))}) > 0"
        parts.append(Part(table, ["id", *columns], some))
    for table, condition in HANGING.items():
        parts.append(Part(table, firsts(cr, COLUMNS, table), condition))
    parts.append(Part("res_groups_users_rel", ["gid", "uid"], MEMBERS))
    # what an administrator may have changed, since no update writes it
    kept = {}
    cr.execute(XMLIDS)
    for _name, model, id_, noupdate in cr.fetchall():
        if noupdate and not table_of(model).startswith("customer_"):
            kept.setdefault(table_of(model), []).append(id_)
    for table, ids in sorted(kept.items()):
        columns = firsts(cr, COLUMNS, table)
        parts.append(
            Part(table, columns, f"id IN ({', '.join(map(str, sorted(ids)))})")
        )
    return _read(cr, parts, firsts(cr, MODELS, OURS))


def _read(cr, parts, models):
    reading = Reading(parts, models, [], {})
    for part in parts:
        there = set(firsts(cr, COLUMNS, part.table))
        if lost := [name for name in part.columns if name not in there]:
            what = f"the columns {', '.join(lost)} of {part.table}"
            reading.missing.append(what if there else f"the table {part.table}")
        names = [name for name in part.columns if name in there]
        reading.rows.append(_read_part(cr, part, names, models) if names else {})
    cr.execute(XMLIDS)
    reading.xmlids = {name: tuple(record) for name, *record in cr.fetchall()}
    return reading


def _read_part(cr, part, names, models):
    cr.execute(
        f"SELECT {', '.join(f'{name}::text' for name in map(quoted, names))}"
        f" FROM {quoted(part.table)} WHERE {part.condition}",
        {"models": models},
    )
    found = {}
    for values in cr.fetchall():
        row = dict(zip(names, values, strict=True))
        key = key_of(row)
        times = int(found[key][TIMES]) if key in found else 0
        found[key] = row | {TIMES: str(times + 1)}
    return found


def key_of(row):
    return row.get("id") or tuple(sorted(i for i in row.items() if i[0] != TIMES))


def after(cr, old):
    """The same after the update, under its names of now."""
    parts = []
    for part in old.parts:
        columns = expected.COLUMNS.get(part.table, {})
        names = [columns.get(name, name) for name in part.columns]
        condition = part.condition
        for was, now in columns.items():
            condition = condition.replace(quoted(was), quoted(now or was))
        parts.append(Part(moved(part.table), [n for n in names if n], condition))
    return _read(cr, parts, [expected.MODELS.get(name, name) for name in old.models])


def moved(table):
    """Its name of now."""
    tables = {table_of(was): table_of(now) for was, now in expected.MODELS.items()}
    return tables.get(table, table)


def differences(old, new):
    """Sentences: what is neither the same nor expected, what was expected in vain."""
    met, found = set(), [f"{what} is gone" for what in new.missing]
    for part, key, column, sentence in _row_by_row(old, new):
        shipped = (moved(part.table), key) in new.records(shipped=True)
        reasons = {
            one
            for one in expected.DIFFERENCES
            if (one.table, one.column) == (part.table, column)
            and (shipped or not one.data)
        }
        met |= reasons
        if not reasons:
            found.append(f"{part.table} {key}: {sentence}")
    found += _lost_xmlids(old, new)
    return found + [
        f"{one.table}.{one.column}: is as it was, so take the entry out of expected.py"
        for one in expected.DIFFERENCES
        if one not in met
    ]


def _row_by_row(old, new):
    """(part, key, column, sentence) of whatever differs."""
    known = {(moved(table), id_) for table, id_ in old.records()}
    added = new.records() - known
    for part, was, now in zip(old.parts, old.rows, new.rows, strict=True):
        wanted = [as_expected(part, row) for row in was.values()]
        wanted = {key_of(row): row for row in wanted}
        for key, row in wanted.items():
            if key not in now:
                yield part, key, expected.ROWS, "is gone"
                continue
            for name, value in row.items():
                # a column that is gone has been told of
                found = now[key].get(name, value)
                if found != value:
                    yield part, key, name, f"{name} was {value!r} and is {found!r}"
        for key in now.keys() - wanted.keys():
            if (moved(part.table), key) not in added:
                yield part, key, expected.ROWS, f"is new: {now[key]}"


def as_expected(part, row):
    """A row of before as it should be after, by `expected`."""
    columns = expected.COLUMNS.get(part.table, {})
    changes = expected.VALUES.get(part.table, {})
    result = {}
    for name, value in row.items():
        change = changes.get(name, {})
        value = change(value) if callable(change) else change.get(value, value)
        if name in MODEL_COLUMNS:
            value = expected.MODELS.get(value, value)
        if now := columns.get(name, name):
            result[now] = value
    return result


def _lost_xmlids(old, new):
    """External ids name the same records as before, perhaps under new names."""
    for name, (model, id_, noupdate) in sorted(old.xmlids.items()):
        now = _name_of_now(name)
        record = (expected.MODELS.get(model, model), id_, noupdate)
        if now and new.xmlids.get(now) != record:
            yield f"customer_tiering.{now} was {record} and is {new.xmlids.get(now)}"


def _name_of_now(name):
    """What the external id ``name`` is called after the update, None if it is gone."""
    if name in expected.XMLIDS:
        return expected.XMLIDS[name]
    kind, _, rest = name.partition("_")
    if kind == "model":
        return f"model_{moved(rest)}"
    table, _, column = rest.partition("__")
    if kind == "field" and column:
        column = expected.COLUMNS.get(table, {}).get(column, column)
        return column and f"field_{moved(table)}__{column}"
    return name
