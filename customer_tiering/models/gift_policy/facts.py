import pandas as pd

from odoo.tools import SQL

from .frames import id_array, id_set, read_frame

# what a contact says about themselves, and a business about all its people
PERSONAL = {
    "id": "number",
    "account_id": "number",
    "is_company": "flag",
    "country_id": "number",
    "industry_id": "number",
    "official": "text",
    "relative_official": "text",
    "government": "flag",
    "accepts": "text",
    "accepts_max": "number",
    "hold": "text",
    "family_of_id": "number",
    "private_address": "flag",
    "blacklisted": "flag",
}
ACCEPTS = {"no": 0, "ask": 1, "yes": 2}


def read_people(reading, ids):
    """Frame of `PERSONAL` by id: the contacts ``ids`` and their businesses."""
    reading.env["res.partner"].flush_model()
    return read_frame(
        reading.env,
        SQL(
            """
            SELECT p.id, p.commercial_partner_id, p.is_company,
                   COALESCE(p.country_id, c.country_id),
                   COALESCE(p.industry_id, c.industry_id),
                   p.customer_tier_official,
                   r.customer_tier_official,
                   COALESCE(p.customer_tier_government,
                            c.customer_tier_government, FALSE),
                   p.customer_tier_gift_accepts,
                   NULLIF(p.customer_tier_gift_max, 0),
                   COALESCE(p.customer_tier_gift_hold, c.customer_tier_gift_hold),
                   p.customer_tier_family_of_id,
                   COALESCE(p.customer_tier_gift_private, FALSE),
                   EXISTS (SELECT FROM mail_blacklist b
                            WHERE b.active AND b.email = p.email_normalized)
              FROM (SELECT id FROM UNNEST(%(ids)s) asked (id)
                     UNION
                    SELECT a.commercial_partner_id FROM res_partner a
                     WHERE a.id = ANY(%(ids)s)) wanted
              JOIN res_partner p ON p.id = wanted.id
              LEFT JOIN res_partner c ON c.id = p.commercial_partner_id
              LEFT JOIN res_partner r ON r.id = p.customer_tier_family_of_id
            """,
            ids=id_array(ids),
        ),
        PERSONAL,
    ).set_index("id")


def add_people(reading, gifts):
    """Who receives each gift, and what is known about them and their business."""
    people = read_people(
        reading, id_set(gifts["partner_id"]) | id_set(gifts["contact_id"])
    )
    customer = people.reindex(gifts["partner_id"].to_numpy())
    account_id = customer["account_id"].to_numpy()
    account = people.reindex(account_id)
    # a person entered as the customer is the recipient
    contact_id = gifts["contact_id"].where(
        gifts["contact_id"].notna(),
        gifts["partner_id"].where(
            (gifts["partner_id"] != account_id)
            & ~customer["is_company"].eq(True).to_numpy()
        ),
    )
    contact = people.reindex(pd.to_numeric(contact_id).to_numpy(dtype="float64"))
    for part in (account, contact):
        part.index = gifts.index
    named = contact_id.notna() & contact_id.ne(pd.Series(account_id))
    alone = ~account["is_company"].eq(True)
    official = contact["official"].where(named, account["official"].where(alone))
    is_official = (
        official.eq("yes")
        | account["official"].eq("yes")
        | contact["relative_official"].eq("yes")
    )
    family = contact["family_of_id"].where(named)
    country = account["country_id"]
    if "country_id" in gifts:
        country = gifts["country_id"].where(gifts["country_id"].notna(), country)
    result = gifts.assign(
        customer_id=gifts["partner_id"],
        partner_id=account_id,
        contact_id=contact_id,
        recipient_id=family.where(family.notna(), contact_id.where(named)),
        country_id=country,
        industry_id=contact["industry_id"].where(
            contact["industry_id"].notna(), account["industry_id"]
        ),
        person=named | alone,
        own_business=alone & ~named,
        official=official.where(official.notna(), "unknown").mask(is_official, "yes"),
        government=account["government"].eq(True) | contact["government"].eq(True),
        family=family.notna(),
        private_address=contact["private_address"].eq(True),
        hold=contact["hold"].where(contact["hold"].notna(), account["hold"]),
        blacklisted=contact["blacklisted"].where(named, account["blacklisted"]),
        accepts=_stricter(contact["accepts"], account["accepts"]),
        accepts_max=pd.concat([contact["accepts_max"], account["accepts_max"]], axis=1)
        .astype("float64")
        .min(axis=1),
    )
    if reading.policies.tag_ids:
        result["tag_ids"] = tags_of(reading, result)
    return result


def tags_of(reading, gifts):
    """The tags of the business and of the recipient."""
    people = id_set(gifts["partner_id"]) | id_set(gifts["contact_id"])
    held = {}
    for partner, tag in reading.env.execute_query(
        SQL(
            "SELECT partner_id, category_id"
            " FROM res_partner_res_partner_category_rel WHERE partner_id = ANY(%s)",
            id_array(people),
        )
    ):
        held.setdefault(partner, set()).add(tag)
    return [
        frozenset(held.get(partner, set()) | held.get(contact, set()))
        for partner, contact in zip(
            gifts["partner_id"], gifts["contact_id"], strict=True
        )
    ]


def add_products(reading, gifts):
    """The category of what is given, and what the policy asks about the product."""
    columns = {
        "category_id": "number",
        "forbidden": "text",
        "sensitive": "text",
        "promotional": "flag",
    }
    reading.env["product.template"].flush_model()
    reading.env["product.product"].flush_model()
    products = read_frame(
        reading.env,
        SQL(
            """
            SELECT p.id, t.categ_id, t.customer_gift_forbidden_kind,
                   t.customer_gift_sensitive, t.customer_gift_promotional
              FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE p.id = ANY(%s)
            """,
            id_array(id_set(gifts["product_id"])),
        ),
        {"id": "number", **columns},
    ).set_index("id")
    known = products.reindex(
        pd.to_numeric(gifts["product_id"]).to_numpy(dtype="float64")
    )
    return gifts.assign(**{name: known[name].to_numpy() for name in columns})


def add_rates(reading, gifts):
    """A column ``rate_<currency>`` for each currency that a policy names.

    It holds Odoo's rate on the day of the gift, NaN where the currency has none. The
    template *General* means the same figure in USD, EUR and GBP.
    """
    own = reading.company.currency_id
    currencies = reading.policies.currency_id - own
    known = set(
        reading.env["res.currency.rate"]
        .sudo()
        .search(
            [
                ("currency_id", "in", (currencies + own).ids),
                ("company_id", "in", [False, reading.company.root_id.id]),
            ]
        )
        .currency_id.ids
    )
    days = pd.to_datetime(gifts["date"])
    columns = {f"rate_{own.id}": 1.0}
    for currency in currencies:
        rate = {}
        # without a rate in the table Odoo takes 1, which is true of one currency only:
        # the one that all others refer to
        if currency.id in known or (own.id in known and own.rate != 1.0):
            rate = {
                day: currency._get_conversion_rate(
                    currency, own, reading.company, day.date()
                )
                for day in days.unique()
            }
        elif {currency.name, own.name} <= {"USD", "EUR", "GBP"} and all(
            policy.template == "general"
            for policy in reading.policies
            if policy.currency_id == currency
        ):
            rate = {day: 1.0 for day in days.unique()}
        columns[f"rate_{currency.id}"] = days.map(rate).astype("float64")
    return gifts.assign(**columns)


def _stricter(first, second):
    """Of two answers to “may you accept gifts?” the one that allows less."""
    order = pd.concat([first.map(ACCEPTS), second.map(ACCEPTS)], axis=1)
    names = {number: name for name, number in ACCEPTS.items()}
    return order.astype("float64").min(axis=1).map(names)
