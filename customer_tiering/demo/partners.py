"""The parties as contacts: companies, then their people, then people of sites."""

import re
from dataclasses import dataclass

from odoo import Command

from .names import COUNTRIES
from .parties import NOT_CONTACTED

TAGS = {
    "reseller": "Reseller",
    "contractor": "Contractor",
    "industry": "Industry",
    "facility": "Facility Management",
}
INDUSTRIES = {
    "reseller": "base.res_partner_industry_G",
    "contractor": "base.res_partner_industry_F",
    "industry": "base.res_partner_industry_C",
    "facility": "base.res_partner_industry_L",
    "public": "base.res_partner_industry_O",
}


@dataclass
class PartyRecords:
    """The contacts of one party: itself, where bills go, who places orders."""

    partner: object
    invoice_to: object
    buyers: list


def create_partners(base, parties):
    """Return the records of each party by its number."""
    env = base.env
    values = _ValuesMaker(base)
    partners = env["res.partner"].create([values.of_party(p) for p in parties])
    by_number = {
        party.number: PartyRecords(partner, partner, [])
        for party, partner in zip(parties, partners, strict=True)
    }
    for party in parties:
        if party.parent:
            head = by_number[party.parent.number].partner
            by_number[party.number].partner.parent_id = head
    todo = [
        (party, contact, by_number[party.number].partner)
        for party in parties
        for contact in party.contacts
    ]
    while todo:
        created = env["res.partner"].create([values.of_contact(*row) for row in todo])
        following = []
        for (party, contact, _parent), partner in zip(todo, created, strict=True):
            records = by_number[party.number]
            if contact.kind == "invoice":
                records.invoice_to = partner
            elif contact.kind == "contact":
                records.buyers.append(partner)
            following += [(party, below, partner) for below in contact.contacts]
        todo = following
    return by_number


def archive_partners(parties, records):
    """Archive contacts after trading, because archived customers get no documents."""
    for party in parties:
        if party.archived:
            records[party.number].partner.action_archive()


class _ValuesMaker:
    def __init__(self, base):
        env, self.base = base.env, base
        countries = env["res.country"].search([("code", "in", list(COUNTRIES))])
        self.countries = {country.code: country.id for country in countries}
        names = [*TAGS.values(), "Public Sector", "Trade Fair List"]
        tags = env["res.partner.category"].create(
            [{"name": name, "color": i + 1} for i, name in enumerate(names)]
        )
        self.tags = dict(zip(names, tags.ids, strict=True))
        self.industries = {
            key: getattr(env.ref(xmlid, raise_if_not_found=False), "id", False)
            for key, xmlid in INDUSTRIES.items()
        }

    def of_party(self, party):
        base, user = self.base, self.base.users.get(party.salesperson)
        tag = "Public Sector" if party.public_sector else TAGS[party.segment]
        tags = [self.tags[tag]]
        if party.kind == NOT_CONTACTED:
            tags.append(self.tags["Trade Fair List"])
        values = {
            "name": party.name,
            "ref": f"C{party.number + 1:04d}",
            "is_company": party.is_company,
            "street": party.street,
            "city": party.city,
            "zip": party.zip_code,
            "country_id": self.countries[party.country],
            "email": _email(party),
            "user_id": user.id if user else False,
            "category_id": [Command.set(tags)],
            "industry_id": self.industries[
                "public" if party.public_sector else party.segment
            ],
        }
        # 30 days are the company's default, so that tiers may grant better ones
        if party.kind != NOT_CONTACTED and party.term != "30days":
            values["property_payment_term_id"] = base.terms[party.term].id
        if party.country == "US":
            # 555-0100 to 555-0199 are reserved for fictional people.
            values["phone"] = f"+1 614-555-01{party.number % 100:02d}"
        # those who pay in the company's currency get the list of their tier
        home = base.pricelists[""]
        if base.pricelists.get(party.currency, home) != home:
            pricelist = base.pricelists[party.currency]
            values["specific_property_product_pricelist"] = pricelist.id
        return values

    def of_contact(self, party, contact, parent):
        values = {
            "name": contact.name,
            "parent_id": parent.id,
            "type": contact.kind,
            "function": contact.function,
            "email": _email(party, contact),
        }
        if contact.kind in ("invoice", "delivery"):
            values |= {
                "street": party.street,
                "city": party.city,
                "zip": party.zip_code,
                "country_id": self.countries[party.country],
            }
        return values


def _slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _email(party, contact=None):
    # An email address cannot have Chinese characters, but it can have the number.
    domain = _slug(party.name) if party.name.isascii() else f"c{party.number + 1:04d}"
    local = "office"
    if contact:
        local = _slug(contact.name) if contact.name.isascii() else "contact"
    return f"{local or 'contact'}@{domain}.example.com"
