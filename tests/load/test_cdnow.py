"""CDNOW: the addon's class of every customer against pandas on the raw file."""

import csv
import time

import pandas as pd
import pytest

from loader import cdnow
from loader.cli import main

SECONDS = 180


@pytest.fixture(scope="module")
def standings(database, odoo_conf, tmp_path_factory):
    """{customer: row of --out}, and the seconds it took."""
    out = tmp_path_factory.mktemp("out") / "standings.csv"
    started = time.perf_counter()
    arguments = ["--config", odoo_conf, "--database", database, "cdnow"]
    assert main([*arguments, "--out", str(out)]) == 0
    seconds = time.perf_counter() - started
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["customer"]: row for row in csv.DictReader(file)}, seconds


def expected_classes():
    """Nothing of the project's: the raw file, the rule, and pandas."""
    names = ["customer", "date", "cds", "cents"]
    raw = pd.read_csv(
        cdnow.cdnow_file(), sep=r"\s+", skiprows=1, names=names, dtype=str
    )
    raw["cents"] = (raw["cents"].astype(float) * 100).round().astype(int)
    raw = raw[raw["date"] <= "19980630"]
    # what costs nothing is no purchase: it only shows that there is a contact
    bought = raw[raw["cents"] > 0]
    existing = bought[bought["date"] >= "19970701"]
    value = existing.groupby("customer")["cents"].sum()
    # The last place of a group of equals: where they all stand, going down together.
    place = value.rank(method="max", ascending=False).astype(int)
    classes = pd.Series("Prospect", index=sorted(set(raw["customer"])))
    classes[bought["customer"].unique()] = "Inactive"
    classes[value.index] = "Small"
    for name, percent in (("Medium", 20), ("Big", 5), ("Top", 1)):
        count = -(-len(value) * percent // 100)
        classes[value.index[(place <= count) & (value > 0)]] = name
    return classes, value


def test_every_customer_is_in_the_class_that_pandas_counts(standings):
    found, _seconds = standings
    classes, value = expected_classes()
    assert len(found) == len(classes) == 23_570
    wrong = {
        customer: (found[customer]["class"], name)
        for customer, name in classes.items()
        if found[customer]["class"] != name
    }
    assert not wrong
    money = value.reindex(classes.index, fill_value=0)
    assert all(
        round(float(found[customer]["net revenue"]) * 100) == cents
        for customer, cents in money.items()
    )


def test_the_bridge_from_the_books_closes_to_the_cent(standings, env):
    _classes, value = expected_classes()
    evaluation = env["customer.tier.evaluation"].search([], limit=1)
    lines = {line.kind: round(line.amount * 100) for line in evaluation.bridge_ids}
    whole = int(value.sum())
    assert (lines["income"], lines["customers"]) == (whole, whole)
    assert lines["difference"] == 0


def test_nothing_is_said_about_payments_that_the_file_does_not_know(standings):
    found, _seconds = standings
    assert {(row["collected"], row["days late"]) for row in found.values()} == {
        ("", "")
    }


def test_seventy_thousand_documents_take_less_than_three_minutes(standings):
    assert standings[1] < SECONDS


def test_the_ledger_holds_the_file(standings, env):
    raw, _given = cdnow.read_cdnow()
    env.cr.execute(
        "SELECT COUNT(*), SUM(amount_total_signed) FROM account_move "
        "WHERE move_type IN ('out_invoice', 'out_refund') AND state = 'posted'"
    )
    count, amount = env.cr.fetchone()
    assert count == len(raw) == 69_659
    assert round(amount, 2) == round(raw["amount"].astype(float).sum(), 2)


def test_indexes_and_references_are_all_there_again(standings, env):
    query = """
        SELECT COUNT(*) FILTER (WHERE kind = 'f'), COUNT(*) FILTER (WHERE kind = 'i')
          FROM (
                SELECT 'f' AS kind FROM pg_constraint
                 WHERE contype = 'f' AND conrelid = 'account_move_line'::regclass
             UNION ALL
                SELECT 'i' FROM pg_index WHERE indrelid = 'account_move_line'::regclass
               ) each
    """
    env.cr.execute(query)
    here = env.cr.fetchone()
    from odoo_databases import copied_database

    from odoo.sql_db import db_connect

    with copied_database() as fresh, db_connect(fresh).cursor() as cr:
        cr.execute(query)
        assert cr.fetchone() == here


def test_money_and_receivables_close_too(standings, env):
    """The file knows no payments: what was sold and not taken back is owed."""
    done = env["customer.tier.evaluation"].search([], limit=1)
    scheme = done.scheme_id
    scheme.metric_ids |= env["customer.tier.metric"].search(
        [("code", "=", "collected")]
    )
    evaluation = scheme._queue_evaluation(done.as_of)
    evaluation._run()
    money, owed = (
        {line.kind: round(line.amount * 100) for line in lines}
        for lines in (evaluation.money_bridge_ids, evaluation.receivable_bridge_ids)
    )
    raw = pd.read_csv(
        cdnow.cdnow_file(), sep=r"\s+", skiprows=1, names=["c", "date", "n", "cents"]
    )
    ever = round(raw["cents"][raw["date"] <= 19980630].sum() * 100)
    assert (money["received"], money["collected"], money["difference"]) == (0, 0, 0)
    assert (owed["receivable"], owed["receivable_customers"]) == (ever, ever)
    assert owed["difference"] == 0
    env.cr.rollback()
