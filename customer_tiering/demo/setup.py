"""The wholesaler: company, people, teams, products, currencies, prices."""

import datetime
import math
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta

from odoo import Command

from .products import PRODUCTS

SALES_GROUPS = (
    "base.group_partner_manager",
    "customer_tiering.group_customer_tier_user",
    "sales_team.group_sale_salesman_all_leads",
)
ACCOUNT_GROUPS = (
    "account.group_account_manager",
    "account.group_account_user",
    "base.group_partner_manager",
    "customer_tiering.group_customer_tier_accountant",
)

# Login: name, groups. Only these two can log in; the others only have customers.
USERS = {
    "sales": ("Sam Ellerby", SALES_GROUPS),
    "accountant": ("Agnes Kellerway", ACCOUNT_GROUPS),
    "nora": ("Nora Vanterpole", SALES_GROUPS),
    "tomas": ("Tomas Bramwith", SALES_GROUPS),
    "ivo": ("Ivo Brandmoor", SALES_GROUPS),
    "lin": ("林墨言", SALES_GROUPS),
}
WITH_PASSWORD = ("sales", "accountant")
TEAMS = {
    "trade": ("Trade Counter", ("sales", "tomas")),
    "key": ("Key Accounts", ("nora", "sales")),
    "export": ("Export", ("ivo", "lin")),
}
# Settings that are switched on: pricelists, leads, discounts on order lines.
FEATURES = ("product.group_product_pricelist", "crm.group_use_lead")
FEATURES += ("sale.group_discount_per_so_line",)
# Approximate value of one US dollar, and how much it varies.
RATES = {"EUR": (0.91, 0.03), "CNY": (7.15, 0.12), "USD": (1.0, 0.0)}


@dataclass
class Base:
    """Everything that the later steps need."""

    env: object
    company: object
    today: datetime.date
    users: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    products: list = field(default_factory=list)
    pricelists: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    bank: object = None

    def price(self, product_number, currency):
        """List price in the currency of the customer, as in the price list."""
        return round(PRODUCTS[product_number][3] * self.factor(currency), 2)

    def factor(self, currency):
        if not currency or currency == self.company.currency_id.name:
            return 1.0
        return RATES[currency][0]


def set_up(env, company, today):
    base = Base(env, company, today)
    _set_up_company(env, company)
    base.users = _create_users(env, company)
    base.teams = _create_teams(env, company, base.users)
    base.bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    base.products = _create_products(env)
    base.pricelists = _create_pricelists(base)
    for name in ("immediate", "15days", "30days", "45days", "advance_60days"):
        base.terms[name] = (
            env.ref(f"account.account_payment_term_{name}", raise_if_not_found=False)
            or env["account.payment.term"]
        )
    if base.terms["30days"]:
        env["ir.default"].set(
            "res.partner",
            "property_payment_term_id",
            base.terms["30days"].id,
            company_id=company.id,
        )
    return base


def _set_up_company(env, company):
    values = {
        "name": "Harrow & Pike Hardware Wholesale",
        "street": "400 Foundry Lane",
        "city": "Columbus",
        "zip": "43215",
        "phone": "+1 614-555-0100",
        "email": "office@harrow-pike.example.com",
        "website": "https://harrow-pike.example.com",
    }
    # If the company already has entries, its country and currency must not change.
    if not company.root_id._existing_accounting():
        values["country_id"] = env.ref("base.us").id
        values["currency_id"] = env.ref("base.USD").id
    company.write(values)
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company)
    features = env["res.groups"]
    for xmlid in FEATURES:
        features |= env.ref(xmlid)
    env.ref("base.group_user").write(
        {"implied_ids": [Command.link(group.id) for group in features]}
    )


def _create_users(env, company):
    rows = []
    for login, (name, groups) in USERS.items():
        found = [env.ref(xmlid, raise_if_not_found=False) for xmlid in groups]
        values = {
            "name": name,
            "login": login,
            "email": f"{login}@harrow-pike.example.com",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.link(group.id)
                for group in (env.ref("base.group_user"), *found)
                if group
            ],
            "tz": "America/New_York",
        }
        if login in WITH_PASSWORD:
            values["password"] = login
        rows.append(
            {
                "xml_id": f"customer_tiering.demo_user_{login}",
                "values": values,
                "noupdate": True,
            }
        )
    users = env["res.users"]._load_records(rows)
    return dict(zip(USERS, users, strict=True))


def _create_teams(env, company, users):
    rows = [
        {
            "xml_id": f"customer_tiering.demo_team_{key}",
            "values": {
                "name": name,
                "company_id": company.id,
                "use_leads": True,
                "user_id": users[logins[0]].id,
            },
            "noupdate": True,
        }
        for key, (name, logins) in TEAMS.items()
    ]
    teams = dict(zip(TEAMS, env["crm.team"]._load_records(rows), strict=True))
    # Each person has one team: a second membership would end the first one.
    members = {"sales": "trade", "tomas": "trade", "nora": "key"}
    members |= {"ivo": "export", "lin": "export"}
    env["crm.team.member"].create(
        [
            {"user_id": users[login].id, "crm_team_id": teams[team].id}
            for login, team in members.items()
        ]
    )
    return teams


def _create_products(env):
    names = dict.fromkeys(category for category, *_ in PRODUCTS)
    categories = env["product.category"].create([{"name": name} for name in names])
    categories = dict(zip(names, categories, strict=True))
    return list(
        env["product.product"].create(
            [
                {
                    "name": name,
                    "default_code": code,
                    "categ_id": categories[category].id,
                    "type": "consu",
                    "invoice_policy": "order",
                    "list_price": price,
                    "standard_price": cost,
                }
                for category, code, name, price, cost in PRODUCTS
            ]
        )
    )


def _create_pricelists(base):
    """Foreign currencies with quarterly rates, each with a price list.

    Odoo's own demo rates can be years old. With one rate per quarter there are some
    exchange differences, as in real books, but not for every payment.
    """
    env, company = base.env, base.company
    pricelists = {}
    home = RATES.get(company.currency_id.name, (1.0, 0.0))[0]
    names = [name for name in ("EUR", "CNY") if name != company.currency_id.name]
    rates = env["res.currency.rate"]
    for name in names:
        currency = env.ref(f"base.{name}")
        currency.active = True
        level, swing = RATES[name]
        start = (base.today - relativedelta(months=21)).replace(day=1)
        days = [start + relativedelta(months=3 * i) for i in range(8)]
        taken = rates.search(
            [("currency_id", "=", currency.id), ("company_id", "=", company.id)]
        ).mapped("name")
        rates.create(
            [
                {
                    "name": day,
                    "currency_id": currency.id,
                    "company_id": company.id,
                    "rate": (level + swing * math.sin(i * 1.3)) / home,
                }
                for i, day in enumerate(days)
                if day not in taken
            ]
        )
    rows = [
        {
            "name": f"Wholesale {name}",
            "currency_id": env.ref(f"base.{name}").id,
            "company_id": company.id,
            "item_ids": _price_items(base, name) if name in names else [],
        }
        for name in (company.currency_id.name, *names)
    ]
    for pricelist in env["product.pricelist"].create(rows):
        pricelists[pricelist.currency_id.name] = pricelist
    pricelists[""] = pricelists[company.currency_id.name]
    return pricelists


def _price_items(base, currency):
    """Fixed prices, so that a price list does not change with the rate."""
    return [
        Command.create(
            {
                "applied_on": "1_product",
                "product_tmpl_id": product.product_tmpl_id.id,
                "compute_price": "fixed",
                "fixed_price": base.price(i, currency),
            }
        )
        for i, product in enumerate(base.products)
    ]
