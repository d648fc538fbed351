"""A file with everything in it, from the command to the standings."""

import csv
import io
from contextlib import redirect_stdout

import pytest

from loader.cli import main
from loader.report import class_table, escape, format_table

# As of 2025-12-31 the period begins on 2025-01-01.
FILE = """\
Customer,Document,Date,Amount,Due Date,Paid Date,Paid Amount,Country,Industry,Currency
=cmd|calc,I1,2025-03-01,1000,2025-03-31,2025-04-10,1000,BE,Toys,
=cmd|calc,I2,2025-05-01,500,2025-05-31,2025-05-21,250,BE,Toys,
北京五金,I3,2025-06-01,300,2025-07-01,,,China,,
北京五金,I4,2025-06-01,-100,,2025-06-11,-40,China,,
Euro,I5,2025-06-01,90,2025-06-30,2025-06-30,,EIRE,,EUR
Gone,I6,2023-06-01,70,,2023-06-01,,,,
Gone,I7,2023-13-01,70,,,,,,
Late rate,I8,2020-06-01,90,,,,,,EUR
"""
RATES = "currency,date,rate\nEUR,2025-01-01,0.9\n"


@pytest.fixture(scope="module")
def run(database, odoo_conf, tmp_path_factory):
    """Run the loader on FILE; (status, rows by customer, bad rows, output)."""
    folder = tmp_path_factory.mktemp("whole")
    names = {
        name: folder / name for name in ("in.csv", "rates.csv", "out.csv", "bad.csv")
    }
    names["in.csv"].write_text(FILE, encoding="utf-8")
    names["rates.csv"].write_text(RATES)
    with redirect_stdout(io.StringIO()) as said:
        status = main(
            [
                *("--config", odoo_conf, "--database", database, str(names["in.csv"])),
                *("--as-of", "2025-12-31", "--currency", "USD"),
                *("--rates", str(names["rates.csv"]), "--out", str(names["out.csv"])),
                *("--rejected", str(names["bad.csv"])),
            ]
        )

    def rows(name):
        with names[name].open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    standings = {row["customer"]: row for row in rows("out.csv")}
    return status, standings, rows("bad.csv"), said.getvalue()


def test_standings_by_hand(run):
    status, rows, _bad, _said = run
    assert status == 0
    figures = {
        name: (row["net revenue"], row["collected"], row["days late"])
        for name, row in rows.items()
    }
    assert figures == {
        # (10 days x 1000 - 10 days x 250 + 214 days x 250 open) / 1500
        "'=cmd|calc": ("1500.00", "1250.00", "40.67"),
        # 300 open since 2025-07-01; 40 of the refund paid back
        "北京五金": ("200.00", "-40.00", "183.0"),
        "Euro": ("100.00", "100.00", "0.0"),
        # what they paid came before the period
        "Gone": ("0.00", "0.00", ""),
    }
    assert rows["Gone"]["class"] == "Inactive"
    assert rows["'=cmd|calc"]["rank"] == "1"


def test_money_and_receivables_tie_to_the_books(run, env):
    evaluation = env["customer.tier.evaluation"].search([], limit=1)
    money, owed = (
        {line.kind: round(line.amount, 2) for line in lines}
        for lines in (evaluation.money_bridge_ids, evaluation.receivable_bridge_ids)
    )
    assert (money["difference"], owed["difference"]) == (0, 0)
    assert evaluation.bridge_ids.sorted("sequence")[-1].amount == 0
    # 1000 + 250 + 100 received, 40 paid back
    assert (money["received"], money["returned"], money["collected"]) == (
        1350,
        -40,
        1310,
    )
    # 250 and 300 are overdue, 60 of the refund is open
    assert owed["receivable"] == owed["receivable_customers"] == 490
    assert (owed["overdue_over_90"], owed["open_credits"]) == (550, -60)


def test_figures_are_those_of_the_standings_digit_by_digit(run, env):
    env.cr.execute(
        "SELECT p.name, s.net_revenue, s.collected FROM customer_tier_standing s "
        "JOIN res_partner p ON p.id = s.partner_id JOIN customer_tier_scheme c "
        "ON c.id = s.scheme_id WHERE c.name ->> 'en_US' = 'Customer pyramid' "
        "OR c.sequence = (SELECT MIN(sequence) FROM customer_tier_scheme)"
    )
    stored = {escape(name): figures for name, *figures in env.cr.fetchall()}
    assert len(run[1]) == 4
    for name, row in run[1].items():
        assert [float(row["net revenue"]), float(row["collected"])] == [
            float(value) for value in stored[name]
        ]


def test_what_was_read_is_what_was_loaded_and_listed(run):
    """USD: 1000 + 500 + 300 - 100 + 70 and the rejected 70; EUR: 90 and 90.

    Payments: 1000 + 250 - 40 paid back + 70 on the day of I6.
    """
    lines = [line.strip() for line in run[3].splitlines()]
    for line in (
        "USD: 6 rows read = 1,840.00; 5 loaded = 1,770.00 in the ledger; "
        "1 rejected = 70.00; difference 0.00",
        "USD: payments of 1,280.00, in the bank 1,280.00, difference 0.00",
        "EUR: 2 rows read = 180.00; 1 loaded = 90.00 in the ledger; "
        "1 rejected = 90.00; difference 0.00",
        "EUR: payments of 90.00, in the bank 90.00, difference 0.00",
    ):
        assert line in lines


def test_bad_rows_are_written_with_line_and_reason(run):
    assert [(row["line"], row["reason"].split(";")[0]) for row in run[2]] == [
        ("8", "date 2023-13-01 is not a date"),
        ("9", "there is no exchange rate for its currency on its date"),
    ]


def test_customers_have_country_and_industry(run, env):
    partner = env["res.partner"].search([("name", "=", "=cmd|calc")])
    assert (partner.country_id.code, partner.industry_id.name) == ("BE", "Toys")
    assert env["res.partner"].search([("name", "=", "Euro")]).country_id.code == "IE"
    assert (
        env["res.partner"].search([("name", "=", "北京五金")]).country_id.code == "CN"
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("A=1", "A=1"),
        ("", ""),
    ],
)
def test_no_text_becomes_a_formula(text, safe):
    assert escape(text) == safe


def test_table_shows_classes_without_customers(run):
    import pandas as pd

    standings = pd.DataFrame(
        {"class_sequence": [2, 2], "class": ["B", "B"], "net_revenue": [1.0, 3.0]}
    )
    table = class_table(standings, [(1, "A"), (2, "B")])
    assert table["customers"].tolist() == [0, 2]
    assert table["revenue_share"].tolist() == [0.0, 100.0]
    assert "Revenue USD" in format_table(table, "USD")


def test_unknown_scheme_is_a_sentence(run, database, odoo_conf, tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("customer,document,date,amount\nA,1,2025-01-01,1\n")
    arguments = ["--config", odoo_conf, "--database", database, str(path)]
    assert main([*arguments, "--scheme", "Nobody"]) == 1
    assert "There is no scheme Nobody; choose one of:" in capsys.readouterr().err
