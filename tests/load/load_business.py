"""A small business with every kind of document that the loader knows."""

import datetime

import pandas as pd

from loader.company import prepare_company
from loader.ledger import load_documents
from loader.partners import load_partners

D = datetime.date

PARTNERS = [
    ("Alpha Tools", None, None),
    ("Bruxelles Outils", "BE", "Manufacturing"),
    ("北京五金", "CN", None),
    ("US Hardware", "US", None),
]

# partner, date, days to due, currency, ref, lines, payments [(date, amount)]
DOCUMENTS = [
    (0, D(2024, 3, 1), 30, "USD", "paid", [("a", 100.0)], [(D(2024, 4, 2), 100.0)]),
    (
        1,
        D(2024, 3, 1),
        30,
        "USD",
        "part",
        [("a", 20.0), ("b", 30.5)],
        [(D(2024, 4, 2), 20.0)],
    ),
    (1, D(2024, 3, 2), 0, "USD", None, [("a", 75.25)], []),
    (2, D(2024, 3, 5), 0, "USD", "refund", [("a", -30.0)], []),
    (2, D(2024, 3, 6), 0, "USD", "paid back", [("a", -30.0)], [(D(2024, 3, 7), 30.0)]),
    (
        2,
        D(2024, 3, 6),
        9,
        "USD",
        "back in part",
        [("a", -40.0)],
        [(D(2024, 3, 7), 10.0)],
    ),
    (3, D(2024, 3, 8), 14, "USD", "mixed", [("a", 50.0), ("discount", -5.0)], []),
    (3, D(2024, 3, 9), 14, "USD", "zero", [("a", 0.0)], []),
    (0, D(2024, 3, 9), 14, "USD", "too much", [("a", 10.0)], [(D(2024, 3, 9), 15.0)]),
    (
        0,
        D(2024, 3, 9),
        14,
        "USD",
        "twice",
        [("a", 10.0)],
        [(D(2024, 3, 9), 4.0), (D(2024, 3, 30), 6.0)],
    ),
    (
        0,
        D(2025, 1, 9),
        14,
        "USD",
        "next year",
        [("a", 0.1), ("b", 0.2)],
        [(D(2025, 1, 30), 0.3)],
    ),
    (1, D(2024, 3, 1), 30, "EUR", "gain", [("a", 90.0)], [(D(2024, 6, 5), 90.0)]),
    (
        1,
        D(2024, 6, 1),
        30,
        "EUR",
        "loss",
        [("a", 33.33), ("b", 66.66)],
        [(D(2024, 9, 5), 99.99)],
    ),
    (1, D(2024, 3, 1), 30, "EUR", "part, gain", [("a", 90.0)], [(D(2024, 6, 5), 40.0)]),
    (1, D(2024, 6, 1), 30, "EUR", "part, loss", [("a", 90.0)], [(D(2024, 9, 5), 40.0)]),
    (
        1,
        D(2024, 3, 1),
        30,
        "EUR",
        "gain, loss",
        [("a", 90.0)],
        [(D(2024, 6, 5), 40.0), (D(2024, 9, 5), 50.0)],
    ),
    (
        0,
        D(2024, 6, 1),
        30,
        "EUR",
        "same rate",
        [("a", 12.34)],
        [(D(2024, 6, 5), 12.34)],
    ),
    (0, D(2024, 6, 1), 30, "EUR", "open", [("a", 12.34)], []),
    (0, D(2024, 3, 1), 30, "EUR", "too much", [("a", 12.34)], [(D(2024, 6, 5), 20.0)]),
    (0, D(2024, 3, 1), 30, "EUR", "refund", [("a", -50.0)], []),
    (
        0,
        D(2024, 3, 1),
        30,
        "EUR",
        "refund, gain",
        [("a", -50.0)],
        [(D(2024, 9, 5), 50.0)],
    ),
    (
        0,
        D(2024, 3, 1),
        30,
        "EUR",
        "refund, loss",
        [("a", -50.0)],
        [(D(2024, 6, 5), 50.0)],
    ),
    (
        0,
        D(2024, 3, 1),
        30,
        "JPY",
        "no decimals",
        [("a", 1000.0)],
        [(D(2024, 6, 5), 700.0)],
    ),
    # Roundings add up on the document, and the rates differ: both sides have a rest.
    (
        0,
        D(2024, 3, 1),
        30,
        "GBP",
        "two differences",
        [("a", 100.57)],
        [(D(2024, 6, 5), 17.08), (D(2024, 6, 6), 18.26), (D(2024, 6, 7), 65.23)],
    ),
    (
        1,
        D(2024, 3, 2),
        30,
        "GBP",
        "refund, two differences",
        [("a", -100.57)],
        [(D(2024, 6, 8), 17.08), (D(2024, 6, 9), 18.26), (D(2024, 6, 10), 65.23)],
    ),
]
RATES = {
    "GBP": {D(2024, 1, 1): 7.1, D(2024, 6, 1): 0.5},
    "EUR": {D(2024, 1, 1): 0.9, D(2024, 6, 1): 0.8, D(2024, 9, 1): 0.95},
    "JPY": {D(2024, 1, 1): 149.37, D(2024, 6, 1): 151.02},
}


def prepare(env):
    company = prepare_company(env, "USD")
    find = env["res.currency"].with_context(active_test=False).search
    currencies = {"USD": company.currency_id}
    for code, rates in RATES.items():
        currencies[code] = find([("name", "=", code)])
        currencies[code].active = True
        env["res.currency.rate"].create(
            [
                {"name": day, "rate": rate, "currency_id": currencies[code].id}
                for day, rate in rates.items()
            ]
        )
    country = {
        code: env["res.country"].search([("code", "=", code)]).id
        for _name, code, _industry in PARTNERS
        if code
    }
    industry = {
        name: env["res.partner.industry"].search([("name", "=", name)]).id
        for _partner, _country, name in PARTNERS
        if name
    }
    return company, currencies, country, industry


def frames(currencies, ids):
    documents = pd.DataFrame(
        {
            "partner_id": [ids[row[0]] for row in DOCUMENTS],
            "date": pd.to_datetime([row[1] for row in DOCUMENTS]),
            "due_date": pd.to_datetime(
                [row[1] + datetime.timedelta(days=row[2]) for row in DOCUMENTS]
            ),
            "currency_id": [currencies[row[3]].id for row in DOCUMENTS],
            "ref": [row[4] for row in DOCUMENTS],
        }
    )
    lines = pd.DataFrame(
        [
            (at, label, amount)
            for at, row in enumerate(DOCUMENTS)
            for label, amount in row[5]
        ],
        columns=["document", "label", "amount"],
    )
    payments = pd.DataFrame(
        [
            (at, date, amount)
            for at, row in enumerate(DOCUMENTS)
            for date, amount in row[6]
        ],
        columns=["document", "date", "amount"],
    )
    payments["date"] = pd.to_datetime(payments["date"])
    return documents, lines, payments


def enter_by_loader(env):
    company, currencies, country, industry = prepare(env)
    partners = pd.DataFrame(
        {
            "name": [name for name, _code, _kind in PARTNERS],
            "country_id": [country.get(code) for _name, code, _kind in PARTNERS],
            "industry_id": [industry.get(kind) for _name, _code, kind in PARTNERS],
        }
    )
    ids = load_partners(env, company, partners)
    load_documents(env, company, *frames(currencies, ids))
    env.cr.commit()
