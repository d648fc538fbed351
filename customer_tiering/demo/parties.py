"""The customers of the demo: a plan in plain Python, without a database."""

import math
from dataclasses import dataclass, field
from statistics import NormalDist

EXISTING = "existing"
INACTIVE = "inactive"
PROSPECT = "prospect"
NOT_CONTACTED = "not_contacted"
NO_NEED = "no_need"

# 1 % of the existing customers must be more than one: here it is four.
NUMBERS = {
    EXISTING: 330,
    INACTIVE: 80,
    PROSPECT: 60,
    NOT_CONTACTED: 120,
    NO_NEED: 15,
}

# Yearly revenue is lognormal: the best 1 % bring about 30 %, the best 20 % about 80 %.
MEDIAN_VALUE = 3600.0
SPREAD = 1.72

SEGMENTS = ("reseller",) * 7 + ("contractor",) * 9 + ("industry",) * 5
SEGMENTS += ("facility",) * 3

HABITS = (
    *(("prompt", 38), ("late", 24), ("statement", 14), ("prepaid", 9)),
    *(("in_parts", 8), ("very_late", 5), ("stopped", 2)),
)

CURRENCIES = {"DE": "EUR", "FR": "EUR", "NL": "EUR", "CN": "CNY"}


@dataclass(eq=False)
class Contact:
    name: str
    kind: str = "contact"
    function: str = ""
    contacts: list = field(default_factory=list)


@dataclass(eq=False)
class Party:
    """One future customer; `value` is the planned revenue of twelve months."""

    number: int
    kind: str
    name: str
    country: str
    city: str
    zip_code: str
    street: str
    segment: str
    is_company: bool = True
    public_sector: bool = False
    archived: bool = False
    parent: "Party | None" = None
    salesperson: str = ""
    team: str = "trade"
    currency: str = ""
    term: str = "30days"
    habit: str = "prompt"
    discount: float = 0.0
    taxed: bool = False
    value: float = 0.0
    pattern: str = "steady"
    contacts: list = field(default_factory=list)
    purchases: list = field(default_factory=list)


def plan_parties(rng, namer):
    """Return all parties, grouped by kind."""
    parties = [
        _make_party(rng, namer, number, kind)
        for number, kind in enumerate(
            kind for kind, count in NUMBERS.items() for _ in range(count)
        )
    ]
    of_kind = {kind: [p for p in parties if p.kind == kind] for kind in NUMBERS}
    _name_governments(of_kind[EXISTING])
    _form_groups(of_kind[EXISTING])
    _deal_values(rng, of_kind[EXISTING])
    _deal_patterns(rng, of_kind[EXISTING])
    for party in of_kind[INACTIVE]:
        party.value = MEDIAN_VALUE * math.exp(rng.gauss(-0.4, 1.2))
    of_kind[INACTIVE][-1].archived = True
    for party in parties:
        _settle_terms(rng, party)
        if party.is_company:
            _add_contacts(rng, namer, party)
    return parties


def _make_party(rng, namer, number, kind):
    country = namer.country()
    segment = rng.choice(SEGMENTS)
    # Some craftspeople buy in their own name; imported lists only contain companies.
    buys_privately = country == "US" and kind in (EXISTING, INACTIVE, PROSPECT)
    is_person = buys_privately and rng.random() < 0.13
    name, city, zip_code = namer.firm(country, segment)
    if is_person:
        name, segment = namer.person(country), "contractor"
    return Party(
        number=number,
        kind=kind,
        name=name,
        country=country,
        city=city,
        zip_code=zip_code,
        street=namer.street(country),
        segment=segment,
        is_company=not is_person,
    )


def _name_governments(existing):
    city, bureau = existing[10], existing[11]
    city.name, city.country = "City of Harlow Falls, Works Department", "US"
    city.city, city.zip_code, city.street = "Harlow Falls", "43999", "1 City Hall Plaza"
    bureau.name, bureau.country = "临江省水利厅", "CN"
    bureau.city, bureau.zip_code, bureau.street = "临江", "130000", "堤岸路6号"
    for party in (city, bureau):
        party.is_company = party.public_sector = True
        party.segment = "facility"


def _form_groups(existing):
    """Two corporate groups; subsidiaries are still separate customers."""
    firms = [p for p in existing if p.is_company and not p.public_sector]
    for head, *subsidiaries in (firms[20:23], firms[30:34]):
        # The group is named after the company at the top.
        stem = head.name.split(" ")[0]
        for party in subsidiaries:
            party.parent = head
            party.name = f"{stem} {party.name.split(' ', 1)[-1]}"


def _deal_values(rng, existing):
    """Assign the quantiles of the lognormal curve, so that the shares are exact."""
    normal = NormalDist()
    count = len(existing)
    values = [
        MEDIAN_VALUE * math.exp(SPREAD * normal.inv_cdf((i + 0.5) / count))
        for i in range(count)
    ]
    persons = [p for p in existing if not p.is_company]
    # A person who buys in their own name is never one of the big customers.
    small = rng.sample(range(count // 2), len(persons))
    for party, i in zip(persons, small, strict=True):
        party.value = values[i]
    rest = [values[i] for i in range(count) if i not in set(small)]
    city, bureau = (p for p in existing if p.public_sector)
    city.value = rest.pop(-12)
    bureau.value = rest.pop(-40)
    rng.shuffle(rest)
    others = [p for p in existing if p.is_company and not p.public_sector]
    for party, value in zip(others, rest, strict=True):
        party.value = value


def _deal_patterns(rng, existing):
    """How they buy over time; the biggest and the smallest ones buy steadily."""
    ranked = sorted(existing, key=lambda p: -p.value)
    candidates = [p for p in ranked[6:-25] if not p.public_sector]
    chosen = rng.sample(candidates, 42 + 26 + 12 + 2)
    for party in chosen[:42]:
        party.pattern = "new"
    for party in chosen[42:68]:
        party.pattern = "fading"
    for party in chosen[68:80]:
        party.pattern = "broken_rhythm"
    # Bought and returned everything: existing, with a net revenue of zero.
    for party in chosen[80:]:
        party.pattern = "all_returned"
        party.value = min(party.value, MEDIAN_VALUE)


def _settle_terms(rng, party):
    big = party.value > 12 * MEDIAN_VALUE
    kinds, weights = zip(*HABITS, strict=True)
    party.habit = rng.choices(kinds, weights)[0]
    party.term = rng.choices(
        ("immediate", "15days", "30days", "45days", "advance_60days"),
        (8, 14, 56, 18, 4),
    )[0]
    if party.public_sector:
        party.habit, party.term = "late", "45days"
    elif party.habit == "prepaid" or not party.is_company:
        party.term = "immediate" if party.habit == "prepaid" else "15days"
    elif big and party.habit in ("stopped", "very_late", "in_parts"):
        # Otherwise the whole company would be in trouble.
        party.habit = "late"
    if party.country in CURRENCIES and rng.random() < 0.5:
        party.currency = CURRENCIES[party.country]
    party.discount = rng.choice((5.0, 8.0, 10.0, 12.0)) if big else 0.0
    if not big and rng.random() < 0.15:
        party.discount = 3.0
    party.taxed = (
        party.country == "US"
        and party.segment in ("contractor", "facility")
        and not party.public_sector
        and rng.random() < 0.6
    )
    _assign_salesperson(rng, party, big)


def _assign_salesperson(rng, party, big):
    if party.country == "CN":
        party.team, party.salesperson = "export", "lin"
    elif party.country not in ("US", "CA"):
        party.team, party.salesperson = "export", "ivo"
    elif big:
        party.team = "key"
        party.salesperson = "nora" if party.number % 3 == 0 else "sales"
    else:
        party.salesperson = rng.choice(("sales", "sales", "tomas"))
    if party.kind == NOT_CONTACTED or (not big and rng.random() < 0.1):
        party.salesperson = ""


def _add_contacts(rng, namer, party):
    if party.kind == NOT_CONTACTED:
        # An imported list has one person at most.
        count = int(rng.random() < 0.2)
    else:
        count = rng.choices((0, 1, 2, 3), (52, 32, 12, 4))[0]
    count = max(count, 2) if party.value > 20 * MEDIAN_VALUE else count
    for _ in range(count):
        party.contacts.append(
            Contact(namer.person(party.country), function=namer.function())
        )
    if count >= 2 and rng.random() < 0.45:
        party.contacts.append(Contact("Accounts Payable", "invoice"))
    if count >= 1 and rng.random() < 0.15:
        # A site is not a separate customer; its people are two levels down.
        site = Contact(f"{party.city} Site", "delivery")
        site.contacts = [
            Contact(namer.person(party.country), function="Site Manager")
            for _ in range(rng.choice((1, 1, 2)))
        ]
        party.contacts.append(site)
