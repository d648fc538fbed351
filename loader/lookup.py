"""Finds countries, currencies and industries in the database by their names."""

import pandas as pd

from odoo.tools import SQL

from loader.checks import Lookup
from loader.identity import key
from loader.rates import conversion_rates


def make_lookup(env, company):
    """Lookup for ``checks.check``.

    Countries are found by their name in any installed language or by their ISO code
    (``countries`` knows more names), currencies by their ISO code, even if they are
    not active yet.
    """
    env.flush_all()
    rows = env.execute_query(SQL("SELECT id, code, name FROM res_country"))
    countries = {}
    for country_id, code, names in rows:
        for name in (*names.values(), code):
            if name:
                countries[key(name)] = country_id
    currencies = env["res.currency"].with_context(active_test=False).search([])

    def has_rate(currency_ids, dates):
        return conversion_rates(env, company, currency_ids, dates).notna()

    return Lookup(
        countries=countries,
        currencies={key(currency.name): currency.id for currency in currencies},
        digits={currency.id: currency.decimal_places for currency in currencies},
        company_currency_id=company.currency_id.id,
        has_rate=has_rate,
    )


def industry_ids(env, names):
    """Ids of ``res.partner.industry`` for a Series of names; new ones are created."""
    model = env["res.partner.industry"]
    known = {}
    for industry in model.search([]):
        for name in (industry.full_name, industry.name):
            if name:
                known[key(name)] = industry.id
    for name in names[names != ""].unique().tolist():
        if key(name) not in known:
            known[key(name)] = model.create({"name": name}).id
    ids = names.map(lambda name: known.get(key(name)) if name else None)
    return pd.Series(ids, index=names.index).astype("Int64")


def activate_currencies(env, ids):
    """Activate the currencies of the documents, so that people can see them."""
    currencies = env["res.currency"].browse([int(each) for each in ids])
    currencies.filtered(lambda currency: not currency.active).active = True


def currency_facts(env, ids):
    """:return: {id: (code, decimals)}"""
    currencies = env["res.currency"].browse([int(each) for each in ids])
    return {each.id: (each.name, each.decimal_places) for each in currencies}
