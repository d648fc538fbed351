"""The cases in the ledger, and that a wrong load stores nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from loader import cli
from loader.errors import LoadError
from loader.ledger import load_documents

CASES = Path(__file__).with_name("cases")
LOADED = {
    "two_payments.csv": ["--currency", "USD"],
    "due_never.csv": [],
    "fullwidth_digits.csv": [],
    "utf16.csv": ["--decimal", "comma"],
}


@pytest.fixture(scope="module")
def run(database, odoo_conf, env):
    def run(file, *options):
        # The loader locks the tables, and waits for whoever has read them.
        env.cr.rollback()
        env.invalidate_all()
        arguments = ["--config", odoo_conf, "--database", database, "--no-classify"]
        return cli.main([*arguments, str(file), *options])

    return run


@pytest.fixture(scope="module")
def loaded(run, env):
    """The documents of the cases, by reference."""
    assert [run(CASES / name, *options) for name, options in LOADED.items()] == [0] * 4
    moves = env["account.move"].search([("ref", "!=", False)])
    return {
        move.ref: move
        for move in moves
        if move.move_type in ("out_invoice", "out_refund")
    }


def test_no_amount_is_missing(loaded, env):
    assert loaded["F-2"].amount_total == 250.5
    assert [loaded[ref].amount_total for ref in ("T-1", "T-2", "T-3", "T-4")] == [
        *(1000.0, 2500.0, 12750.0, 980.0)
    ]
    env.cr.execute(
        "SELECT COUNT(*) FROM account_move_line WHERE balance IS NULL "
        "OR amount_currency IS NULL"
    )
    assert env.cr.fetchone() == (0,)


def test_invoice_paid_in_two_parts_is_paid(loaded):
    move = loaded["M1"]
    assert (move.amount_total, move.payment_state) == (100.0, "paid")
    receivable = move.line_ids.filtered(lambda line: line.amount_residual_currency == 0)
    dates = receivable.matched_credit_ids.credit_move_id.mapped("date")
    assert [f"{date:%m-%d}" for date in sorted(dates)] == ["03-10", "03-20"]


def test_what_was_paid_too_much_stays_open(loaded, env):
    move = loaded["N3"]
    assert move.payment_state == "paid"
    # 120 came for 100; the customer C has nothing else
    assert move.partner_id.credit == pytest.approx(-20.0)


def test_lost_line_stores_nothing(run, env, tmp_path, monkeypatch, capsys):
    build = cli.build_history

    def losing(*arguments):
        history = build(*arguments)
        object.__setattr__(history, "lines", history.lines.iloc[1:])
        return history

    monkeypatch.setattr(cli, "build_history", losing)
    path = tmp_path / "a.csv"
    path.write_text(
        "customer,document,date,amount\nA,L1,2025-01-01,1.50\nA,L1,2025-01-01,2\n"
    )
    assert run(path) == 1
    assert (
        "USD: 3.50 loaded by the file, but the database has 2.00. Nothing was stored"
        in capsys.readouterr().err
    )
    assert not env["account.move"].search([("ref", "=", "L1")])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("at", ["line", "payment"])
def test_only_finite_amounts_reach_the_ledger(env, value, at):
    company = env.ref("base.main_company")
    day = pd.Timestamp("2025-01-01")
    amounts = {"line": 5.0, "payment": 5.0, at: value}
    documents = pd.DataFrame(
        {
            "partner_id": [company.partner_id.id],
            "currency_id": [company.currency_id.id],
            "date": [day],
            "due_date": [day],
        }
    )
    lines = pd.DataFrame({"document": [0], "amount": [amounts["line"]], "label": ["a"]})
    paid = {"document": [0], "date": [day], "amount": [amounts["payment"]]}
    with pytest.raises(
        LoadError, match=f"The amount of a {at} is .*, no finite number"
    ):
        load_documents(env, company, documents, lines, pd.DataFrame(paid))


def test_unwritable_file_is_a_sentence(run, tmp_path, capsys):
    assert run(CASES / "money_shapes.csv", "--rejected", str(tmp_path)) == 1
    assert "cannot be written: Is a directory." in capsys.readouterr().err
