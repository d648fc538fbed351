"""The file of a checked evaluation: what was signed, readable without Odoo."""

import hashlib
import io

import xlsxwriter

from odoo.tools import SQL

from ...tools.copy_out import copy_out

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# type of a field -> kind of a column, see `copy_out`
KINDS = {
    "many2one": "int",
    "integer": "int",
    "float": "float",
    "monetary": "float",
    "boolean": "bool",
    "date": "date",
}
# what the engine remembers for its next run, and nobody reads
INTERNAL = {
    "automatic_tier_id",
    "contradicts_mark",
    "earned_since",
    "earned_tier_id",
    "falling",
    "group_key",
    "missed_count",
    "missed_on",
    "missed_since",
    "payments_known",
    "points",
    "state_before",
    "state_on",
    "threshold",
}


def signed_file(evaluation, signature):
    """Attach the file to ``evaluation``.

    :param evaluation: record whose figures are kept, as superuser
    :param signature: of ``customer.tier.evaluation.signature``
    :return: values of the signature: ``attachment_id`` and ``sha256``
    """
    content = workbook(evaluation, signature)
    name = evaluation.env._("Evaluation %s", evaluation.display_name)
    attachment = evaluation.env["ir.attachment"].create(
        {
            "name": f"{name.replace('/', '-')}.xlsx",
            "raw": content,
            "mimetype": MIMETYPE,
            "res_model": evaluation._name,
            "res_id": evaluation.id,
        }
    )
    return {
        "attachment_id": attachment.id,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def workbook(evaluation, signature):
    """The bytes of the workbook: evaluation, bridge, tiers, customers."""
    env = evaluation.env
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheets = (
            (env._("Evaluation"), about(evaluation, signature)),
            (env._("Revenue Explained"), bridge(evaluation.bridge_ids)),
            (env._("Money Explained"), bridge(evaluation.money_bridge_ids)),
            (env._("Receivables Explained"), bridge(evaluation.receivable_bridge_ids)),
            (env._("Result"), tiers(evaluation)),
            (env._("Customers"), customers(evaluation)),
        )
        bold = book.add_format({"bold": True})
        for title, rows in sheets:
            sheet = book.add_worksheet(title[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 40)
            sheet.set_column(1, 60, 18)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, None if number else bold)
    return buffer.getvalue()


def about(evaluation, signature):
    """Rows of name and value: what was evaluated, by which settings, who signed."""
    env = evaluation.env
    scheme = evaluation.scheme_id
    yield env._("Evaluation"), evaluation.display_name
    names = ("scheme_id", "company_id", "currency_id", "kind", "period")
    names += ("date_from", "as_of", "started_at", "finished_at", "customer_count")
    names += ("existing_count", "revenue_total", "revenue_classified")
    for name in (*names, "revenue_excluded", "revenue_not_counted"):
        yield label(evaluation, name), written(evaluation, name)
    for name in ("user_id", "date", "remark"):
        yield label(signature, name), written(signature, name)
    for name, value in (evaluation.reading_settings or {}).items():
        field = scheme._fields[name]
        if field.type == "selection":
            value = dict(field._description_selection(env)).get(value, value)
        yield label(scheme, name), str(value or "")
    known = env["customer.tier"].with_context(active_test=False).search([])
    tier_names = {tier.id: tier.name for tier in known}
    yield from flat(evaluation.settings or {}, tier_names)


def flat(value, tiers, path=()):
    """Rows of path and value of nested settings; ids of tiers become names."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for key, inner in pairs:
            yield from flat(inner, tiers, (*path, str(key)))
    elif value is not None:
        of_tier = path[-1:] == ("tier",) or path[:1] in (("ladder",), ("lifecycle",))
        yield " / ".join(path), str(tiers.get(value, value) if of_tier else value)


def bridge(lines):
    """A header, then one row per step of a bridge."""
    names = ("kind", "amount", "item_count")
    yield [label(lines, name) for name in names]
    for line in lines:
        yield [written(line, name) for name in names]


def tiers(evaluation):
    """A header, then one row per tier."""
    lines = evaluation.result_ids
    names = ("tier_id", "customer_count", "customer_share", "net_revenue")
    yield [label(lines, name) for name in (*names, "revenue_share")]
    for line in lines:
        yield [written(line, name) for name in (*names, "revenue_share")]


def customers(evaluation):
    """A header, then one row per customer with every figure that somebody has."""
    env = evaluation.env
    figures = env["customer.tier.evaluation.figure"]
    frame = kept_frame(
        evaluation, [n for n in figures._published_fields() if n not in INTERNAL]
    )
    names = [name for name in frame if frame[name].notna().any()]
    names.remove("partner_id")
    yield [env._("ID"), *(label(figures, name) for name in names)]
    columns = [frame["partner_id"].tolist()]
    columns += [texts(figures, name, frame[name]) for name in names]
    yield from zip(*columns, strict=True)


def kept_frame(evaluation, names):
    """The kept figures as a DataFrame: ``partner_id``, ``customer_name``, ``names``.

    In the order of the ladder, best first.
    """
    figures = evaluation.env["customer.tier.evaluation.figure"]
    kinds = {name: KINDS.get(figures._fields[name].type, "text") for name in names}
    return copy_out(
        evaluation.env.cr,
        SQL(
            """
            SELECT f.partner_id, f.customer_name, %s
              FROM customer_tier_evaluation_figure f
              JOIN customer_tier t ON t.id = f.tier_id
             WHERE f.evaluation_id = %s
             ORDER BY t.sequence, t.id, f.rank, f.customer_name, f.partner_id
            """,
            SQL(", ").join(SQL.identifier("f", name) for name in names),
            evaluation.id,
        ),
        {"partner_id": "int", "customer_name": "text", **kinds},
    )


def texts(figures, name, values):
    """The values of a column as a spreadsheet shows them; None for no data."""
    env, field = figures.env, figures._fields[name]
    if field.type == "many2one":
        records = env[field.comodel_name].with_context(active_test=False).search([])
        words = {record.id: record.display_name for record in records}
        values = values.map(words)
    elif field.type == "selection":
        values = values.map(dict(field._description_selection(env)))
    elif field.type == "date":
        return [day.to_pydatetime() if day == day else None for day in values]
    elif field.type == "boolean":
        values = values.map({True: env._("Yes"), False: env._("No")})
    return values.astype(object).where(values.notna(), None).tolist()


def label(records, name):
    """What the reader calls a field."""
    field = records._fields[name]
    return field._description_string(records.env) or name


def written(record, name):
    """A value of ``record``: numbers stay numbers, everything else is text."""
    value, field = record[name], record._fields[name]
    if field.type in ("integer", "float", "monetary"):
        return value
    return field.convert_to_export(value, record) and str(
        field.convert_to_export(value, record)
    )
