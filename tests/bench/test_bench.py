"""The shop is a sound set of books, and the floor finds what the addon finds."""

import pytest

from bench import shop
from bench.measures import AS_OF, Measures

CUSTOMERS = 300


@pytest.fixture(scope="module")
def measures(env):
    company = env.ref("base.main_company")
    env["account.chart.template"].try_loading("generic_coa", company)
    env = env(context={"allowed_company_ids": company.ids})
    counts = shop.build(env, company.with_env(env), CUSTOMERS, AS_OF)
    assert counts["documents"] == 5 * CUSTOMERS
    made = Measures(env, company.with_env(env))
    made.full()
    made.floor()
    return made


def value(measures, query):
    measures.env.cr.execute(query)
    return measures.env.cr.fetchone()


def test_the_books_balance(measures):
    debit, credit, entries = value(
        measures,
        "SELECT SUM(debit), SUM(credit), COUNT(DISTINCT move_id)"
        " FROM account_move_line",
    )
    assert debit == credit > 0
    assert entries > 2 * 5 * CUSTOMERS * 0.7


def test_what_is_open_is_what_is_not_paid(measures):
    residual, whole, paid = value(
        measures,
        "SELECT SUM(l.amount_residual), SUM(l.balance),"
        " (SELECT SUM(amount) FROM account_partial_reconcile)"
        " FROM account_move_line l JOIN account_move m ON m.id = l.move_id"
        " WHERE l.display_type = 'payment_term' AND m.move_type = 'out_invoice'",
    )
    assert residual == pytest.approx(whole - paid)
    assert 0 < residual < 0.5 * whole


def test_trade_is_heavy_tailed(measures):
    top, everything = value(
        measures,
        "SELECT SUM(net_revenue) FILTER (WHERE place <= 0.2 * total), SUM(net_revenue)"
        " FROM (SELECT net_revenue, COUNT(*) OVER () AS total,"
        " ROW_NUMBER() OVER (ORDER BY net_revenue DESC) AS place"
        " FROM bench_floor WHERE net_revenue > 0) ranked",
    )
    assert 0.55 < top / everything < 0.95


def test_the_floor_finds_the_same_figures(measures):
    """Its joins are the least that is needed, and not less."""
    compared, revenue, orders, collected, overdue = value(
        measures,
        "SELECT COUNT(*),"
        " COUNT(*) FILTER (WHERE f.net_revenue <> s.net_revenue),"
        " COUNT(*) FILTER (WHERE COALESCE(f.orders, 0) <> s.order_count),"
        " COUNT(*) FILTER (WHERE COALESCE(f.collected, 0) <> s.collected),"
        " COUNT(*) FILTER (WHERE COALESCE(f.overdue, 0) <> s.overdue_amount)"
        " FROM customer_tier_standing s JOIN bench_floor f USING (partner_id)"
        f" WHERE s.scheme_id = {measures.scheme.id}",
    )
    assert compared >= CUSTOMERS
    assert (revenue, orders, collected, overdue) == (0, 0, 0, 0)


def test_the_floor_of_what_is_promised_writes_what_an_evaluation_writes(measures):
    measures.full()
    measures.promised_floor()
    standings, copies, changes, lines = value(
        measures,
        "SELECT (SELECT COUNT(*) FROM customer_tier_standing),"
        " (SELECT COUNT(*) FROM bench_standing),"
        " (SELECT COUNT(*) FROM customer_tier_change),"
        " (SELECT COUNT(*) FROM bench_change)",
    )
    assert copies == standings == measures.written >= CUSTOMERS
    assert lines == changes >= CUSTOMERS


def test_a_second_run_writes_nothing(measures):
    measures.unchanged()
    assert measures.evaluation.written_count == 0


def test_refreshed_are_the_heaviest_and_others(measures):
    partners = measures.customers_to_refresh()
    assert len(partners) == len(set(partners.ids)) >= 30
    most = value(
        measures,
        "SELECT MAX(purchase_count) FROM customer_tier_standing"
        f" WHERE scheme_id = {measures.scheme.id}",
    )
    heaviest = partners[0].customer_tier_standing_ids.filtered(
        lambda standing: standing.scheme_id == measures.scheme
    )
    assert (heaviest.purchase_count,) == most
    assert measures.refresh(partners[0]) > 0


def test_the_loop_takes_longer(measures):
    assert measures.peer(CUSTOMERS) > 0
