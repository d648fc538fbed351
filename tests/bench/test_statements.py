"""No statement per customer: a larger shop takes as many statements as a smaller one.

Times depend on the machine and on who else uses it, and a loop over customers is fast
as long as there are few of them. The number of statements tells at the smallest size.
"""

import sys
from pathlib import Path

import pytest
from odoo_databases import copied_database, variable

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import entitlements, gifts, playbooks, prices, shop
from bench.cli import HOME, PAGES
from bench.measures import AS_OF, Measures

SMALL, LARGE = 300, 900


def counted(customers):
    """``{what is measured: SQL statements}`` in a shop with so many ``customers``."""
    from loader.session import odoo_environment

    with (
        copied_database("statements") as name,
        odoo_environment(variable("CT_ODOO_CONF"), name) as env,
    ):
        company = env.ref("base.main_company")
        env["account.chart.template"].try_loading("generic_coa", company)
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        shop.build(env, company.with_env(env), customers, AS_OF)
        measures = Measures(env, company.with_env(env))
        return {
            what: _statements(env, measure)
            for what, measure in _measured(env, measures, customers)
        }


def _measured(env, measures, customers):
    """Pairs of name and function, each prepared when its turn comes.

    Each is called once before it is counted: the first call fills Odoo's caches.
    """
    # at night, who reads what depends on who is faster
    for name in ("full", "unchanged", "next"):
        yield name, getattr(measures, name)
    measures.start_preview()
    yield "preview", measures.preview
    measures.start_lists()
    yield "filter", lambda: measures.filtered("customer_tier_id")
    yield "group", lambda: measures.grouped("customer_tier_id")
    measures.start_home()
    for role in HOME:
        yield f"home of {role}", lambda role=role: measures.home(role)
    for page in PAGES:
        yield page, lambda page=page: measures.looked_up(f"get_{page}")
    heaviest = measures.customers_to_refresh()[0]
    yield "one customer", lambda: measures.refresh(heaviest)
    yield "what peers buy", measures.peers
    plan, _count = gifts.prepare(env, measures.scheme)
    yield "gifts", lambda: gifts.seconds(plan)
    benefit = prices.prepare(env, measures.scheme)
    partners = env["res.partner"].browse(measures.customers(customers))
    yield "prices of all", lambda: prices.seconds(partners)
    benefit.active = False
    training = entitlements.prepare(env, measures.scheme)
    yield "entitlements", lambda: entitlements.night(training)
    on = playbooks.prepare(env, measures.scheme)
    yield "playbooks", lambda: playbooks.triggers(on)


def _statements(env, measure):
    measure()
    env.flush_all()
    before = env.cr.sql_log_count
    measure()
    return env.cr.sql_log_count - before


@pytest.fixture(scope="module")
def statements():
    """``{what is measured: (statements in the small shop, in the large one)}``."""
    small, large = counted(SMALL), counted(LARGE)
    return {what: (small[what], large[what]) for what in small}


def test_statements_do_not_grow_with_the_customers(statements):
    grown = {what: pair for what, pair in statements.items() if pair[0] != pair[1]}
    assert not grown


def test_everything_was_counted(statements):
    assert len(statements) >= 16
    assert all(small > 0 for small, _large in statements.values())
