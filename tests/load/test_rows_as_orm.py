"""The loader's rows are the rows Odoo's ORM would have stored, column by column.

The same business is entered twice, into two copies of the same database: by the
ORM, document by document, and by the loader. Then every column of every row of
the five tables is compared.
"""

import datetime

import pytest
from load_business import DOCUMENTS, PARTNERS, enter_by_loader, prepare
from load_orm import post_document, post_payment
from odoo_databases import copied_database

from loader.session import odoo_environment

IGNORED = {
    "id": "a number without meaning",
    "create_date": "the moment of loading",
    "write_date": "the moment of loading",
    "access_token": "random, made when a portal link is first asked for",
    "message_main_attachment_id": "the PDF, made when it is first printed",
}
# Columns of one table that may differ, each with its reason.
EXCEPTIONS = {
    ("account_move", "is_manually_modified"): (
        "the ORM sets it on any write to a posted invoice, here on its own "
        "reconciliation; no person modified a loaded document"
    ),
    ("res_partner", "calendar_last_notif_ack"): "the moment of creation",
}


def _by_orm(env):
    company, currencies, country, industry = prepare(env)
    partners = env["res.partner"].create(
        [
            {
                "name": name,
                "is_company": True,
                "country_id": country.get(code),
                "industry_id": industry.get(kind),
            }
            for name, code, kind in PARTNERS
        ]
    )
    by_date = sorted(DOCUMENTS, key=lambda row: row[1])
    posted = [
        (
            post_document(
                env,
                company,
                partners[partner],
                date,
                date + datetime.timedelta(days=days),
                currencies[code],
                ref,
                lines,
            ),
            payments,
        )
        for partner, date, days, code, ref, lines, payments in by_date
    ]
    due = sorted(
        (
            (date, move.id, amount, move)
            for move, payments in posted
            for date, amount in payments
        ),
        key=lambda row: row[:2],
    )
    for date, _move_id, amount, move in due:
        post_payment(env, company, move, date, amount)
    env.cr.commit()


# Numbers that name another row; replaced by what that row is called.
MOVE = "(SELECT name FROM account_move WHERE id = t.{column})"
LINE = """(
    SELECT concat_ws('|', line.move_name, line.account_id, trim_scale(line.balance))
      FROM account_move_line line WHERE line.id = t.{column}
)"""
PARTNER = "(SELECT name FROM res_partner WHERE id = t.{column})"
FULL = """(
    SELECT string_agg(line.move_name, ',' ORDER BY line.move_name)
      FROM account_move_line line WHERE line.full_reconcile_id = t.{column}
)"""
MATCHING = """(
    SELECT concat(
               (left(t.{column}, 1) = 'P')::text, ' ',
               string_agg(line.move_name, ',' ORDER BY line.move_name, line.balance)
           )
      FROM account_move_line line WHERE line.matching_number = t.{column}
)"""
NAMED = {
    "move_id": MOVE,
    "exchange_move_id": MOVE,
    "debit_move_id": LINE,
    "credit_move_id": LINE,
    "partner_id": PARTNER,
    "commercial_partner_id": PARTNER,
    "partner_shipping_id": PARTNER,
    "full_reconcile_id": FULL,
    "matching_number": MATCHING,
}
ROWS = {
    "account_move": ("t.id > 0", ["name"]),
    "account_move_line": (
        "t.id > 0",
        ["move_name", "display_type", "account_id", "name", "sequence"],
    ),
    "account_partial_reconcile": ("t.id > 0", ["debit_move_id", "credit_move_id"]),
    # Reconciling with an exchange difference, the ORM leaves behind a full
    # reconciliation that no journal item belongs to.
    "account_full_reconcile": (
        "t.id IN (SELECT full_reconcile_id FROM account_move_line)",
        [],
    ),
    "res_partner": ("t.customer_rank > 0", ["name"]),
}


def read_rows(env, table):
    """[(column, …)], [{column: value}], other rows named, in a stable order."""
    where, order = ROWS[table]
    env.cr.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column.name for column in env.cr.description]
    shown = ", ".join(
        f'{NAMED[name].format(column=name)} AS "{name}"'
        if name in NAMED
        else f't."{name}"'
        for name in columns
    )
    env.cr.execute(f"SELECT {shown} FROM {table} t WHERE {where}")
    rows = env.cr.dictfetchall()
    rows.sort(key=lambda row: [str(row[name]) for name in order])
    return columns, rows


@pytest.fixture(scope="module")
def both(odoo_conf):
    """{table: (columns, ORM's rows, loader's rows)}"""
    found = []
    for enter in (_by_orm, enter_by_loader):
        with copied_database() as name, odoo_environment(odoo_conf, name) as env:
            enter(env)
            found.append({table: read_rows(env, table) for table in ROWS})
    by_orm, by_loader = found
    return {
        table: (by_orm[table][0], by_orm[table][1], by_loader[table][1])
        for table in ROWS
    }


@pytest.mark.parametrize("table", ROWS)
def test_rows_are_those_of_the_orm(both, table):
    columns, expected, actual = both[table]
    assert len(actual) == len(expected) > 0
    ignored = set(IGNORED) | {name for owner, name in EXCEPTIONS if owner == table}
    compared = [name for name in columns if name not in ignored]
    wrong = [
        f"{table} {row.get('name') or row.get('move_name') or row}: {name} = "
        f"{mine[name]!r}, the ORM has {row[name]!r}"
        for row, mine in zip(expected, actual, strict=True)
        for name in compared
        if mine[name] != row[name]
    ]
    assert not wrong, "\n".join(wrong)
    assert len(compared) >= (2 if table == "account_full_reconcile" else 10)
