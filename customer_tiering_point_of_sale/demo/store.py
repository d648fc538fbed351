"""The store: company, till, ways to pay, products, members and who works there."""

from dataclasses import dataclass

from odoo import Command

MODULE = "customer_tiering_point_of_sale"
COMPANY = f"{MODULE}.demo_company_store"
NAME = "Harrow & Pike Corner Store"
MEMBERS = 90
# Invented names: no two members have the same
FIRST_NAMES = ("Ada", "Bela", "Cleo", "Dario", "Edda", "Femi", "Gesa", "Hugo", "Ines")
FIRST_NAMES += ("Jonte", "美玲", "Kofi", "Lotte", "Milan", "志强")
LAST_NAMES = ("Amberlow", "Birchmoor", "Copdell", "Drayhurst", "Elmscar", "Flintmoor")
PRODUCTS = (
    ("Garden", "Watering can 10 l", 14.9, 6.8),
    ("Garden", "Potting soil 40 l", 9.5, 4.4),
    ("Garden", "Pruning shears", 24.0, 11.5),
    ("Garden", "Garden hose 20 m", 29.9, 15.2),
    ("Home", "Wall paint, white, 10 l", 46.0, 24.0),
    ("Home", "Paint roller set", 12.5, 5.1),
    ("Home", "LED bulbs, 4 pieces", 11.9, 5.4),
    ("Home", "Storage box 60 l", 17.9, 8.3),
    ("Tools", "Household hammer", 15.9, 7.0),
    ("Tools", "Bit set, 32 pieces", 19.5, 8.8),
    ("Tools", "Cordless screwdriver", 79.0, 46.0),
    ("Tools", "Step ladder, 4 steps", 58.0, 33.0),
)
STAFF = ("sales", "accountant")
CASHIER = ("cashier", "Pia Marrowstone")


@dataclass
class Store:
    """Everything that the later steps need, in the company of the store."""

    env: object
    company: object
    till: object
    # "cash", "card", "account" -> pos.payment.method
    methods: dict
    products: object
    members: object


def set_up(env):
    company = _create_company(env)
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    _create_users(env, company)
    methods = _create_methods(env, company)
    return Store(
        env,
        company,
        _create_till(env, company, methods),
        methods,
        _create_products(env),
        _create_members(env, company),
    )


def create_scheme(built):
    """A pyramid of the store's members, in force."""
    preset = built.env["customer.tier.preset.wizard"]
    scheme = preset.create({"company_id": built.company.id})._set_up()
    scheme.write(
        {
            "name": "Members of the Store",
            "domain": f"[('company_id', '=', {built.company.id})]",
            "in_force": True,
        }
    )
    return scheme


def _create_company(env):
    company = _load(
        env,
        "res.company",
        "demo_company_store",
        {
            "name": NAME,
            "street": "12 Market Row",
            "city": "Columbus",
            "zip": "43215",
            "currency_id": env.ref("base.USD").id,
        },
    )
    for user in env.user | env.ref("base.user_admin"):
        user.company_ids += company
    env["account.chart.template"].try_loading("generic_coa", company)
    # Not at once: Odoo would install the accounting of the country, and ask a service
    # for the company of the address
    company.write(
        {
            "country_id": env.ref("base.us").id,
            "account_fiscal_country_id": env.ref("base.us").id,
            "email": "store@harrow-pike.example.com",
        }
    )
    return company


def _create_users(env, company):
    for login in STAFF:
        user = env.ref(f"customer_tiering.demo_user_{login}")
        user.company_ids += company
    login, name = CASHIER
    _load(
        env,
        "res.users",
        f"demo_user_{login}",
        {
            "name": name,
            "login": login,
            "password": login,
            "email": f"{login}@harrow-pike.example.com",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.link(env.ref("base.group_user").id),
                Command.link(env.ref("point_of_sale.group_pos_user").id),
            ],
            "tz": "America/New_York",
        },
    )


def _create_methods(env, company):
    journals = env["account.journal"]
    bank = journals.search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    cash = journals.create(
        {"name": "Cash", "type": "cash", "code": "CSH1", "company_id": company.id}
    )
    names = {"cash": "Cash", "card": "Card", "account": "Customer Account"}
    rows = {
        "cash": {"journal_id": cash.id},
        "card": {"journal_id": bank.id},
        "account": {"split_transactions": True},
    }
    created = env["pos.payment.method"].create(
        [
            {"name": names[key], "company_id": company.id, **values}
            for key, values in rows.items()
        ]
    )
    return dict(zip(rows, created, strict=True))


def _create_till(env, company, methods):
    prices = env["product.pricelist"].create(
        {
            "name": "Store",
            "company_id": company.id,
            "currency_id": company.currency_id.id,
        }
    )
    return _load(
        env,
        "pos.config",
        "demo_till",
        {
            "name": "Till of the Store",
            "company_id": company.id,
            "use_pricelist": True,
            "pricelist_id": prices.id,
            "available_pricelist_ids": [Command.set(prices.ids)],
            "payment_method_ids": [
                Command.set([method.id for method in methods.values()])
            ],
            "customer_tier_on_receipt": True,
        },
    )


def _create_products(env):
    names = dict.fromkeys(category for category, *_ in PRODUCTS)
    categories = env["product.category"].create([{"name": name} for name in names])
    categories = dict(zip(names, categories, strict=True))
    return env["product.product"].create(
        [
            {
                "name": name,
                "categ_id": categories[category].id,
                "type": "consu",
                "available_in_pos": True,
                "company_id": env.company.id,
                "taxes_id": False,
                "list_price": price,
                "standard_price": cost,
            }
            for category, name, price, cost in PRODUCTS
        ]
    )


def _create_members(env, company):
    """Contacts of the store only, so that the wholesaler does not see them."""
    group = env["res.partner.category"].create({"name": "Member of the Store"})
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    return env["res.partner"].create(
        [
            {
                "name": name,
                "company_id": company.id,
                "category_id": [Command.set(group.ids)],
                "city": "Columbus",
                "country_id": company.country_id.id,
                "barcode": f"042{place:05}",
            }
            for place, name in enumerate(names[:MEMBERS])
        ]
    )


def _load(env, model, name, values):
    return env[model]._load_records(
        [{"xml_id": f"{MODULE}.{name}", "values": values, "noupdate": True}]
    )
