"""What members and passers-by buy at the till: a plan without a database."""

import datetime
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

MONTHS = 12
# days of a month on which a session is opened; it holds the orders of its half
SESSIONS = (1, 16)
ORDERS_PER_SESSION = 60
# the best member buys so many times as often as a usual one, at most
MOST, STEEPNESS = 40, 0.75
NOBODY, ON_ACCOUNT, BY_CARD = 0.25, 0.05, 0.55
# the best members pay at once: who owes money is given no gift
AT_ONCE = 10
REFUNDED, INVOICED_LATER = 0.03, 0.01


@dataclass
class Sale:
    """An order of the till; numbers are places in the lists of the store."""

    moment: datetime.datetime
    member: int | None
    # (product, quantity)
    lines: list
    # "cash", "card" or "account"
    paid_by: str
    # brought back in the next session, or invoiced after this one
    refunded: bool = False
    invoiced_later: bool = False


def plan_sales(rng, today, members, products):
    """``{first day of a session: its sales by time}`` of the past twelve months."""
    weights = [MOST / (place + 1) ** STEEPNESS for place in range(members)]
    plan = {}
    for first, last in _halves(today):
        days = (last - first).days + 1
        sales = [
            _sale(rng, first, days, weights, products)
            for _number in range(ORDERS_PER_SESSION)
        ]
        plan[first] = sorted(sales, key=lambda sale: sale.moment)
    return plan


def _halves(today):
    """First and last days of the halves of months that are over."""
    month = today.replace(day=1) - relativedelta(months=MONTHS)
    while month < today:
        following = month + relativedelta(months=1)
        first, second = (month.replace(day=day) for day in SESSIONS)
        for begin, end in ((first, second), (second, following)):
            if end <= today:
                yield begin, end - datetime.timedelta(days=1)
        month = following


def _sale(rng, first, days, weights, products):
    day = first + datetime.timedelta(rng.randrange(days))
    at = datetime.time(rng.randint(14, 21), rng.randrange(60))
    member = None
    if rng.random() >= NOBODY:
        [member] = rng.choices(range(len(weights)), weights)
    chosen = rng.sample(range(products), rng.choice((1, 1, 2, 3)))
    luck = rng.random()
    paid_by = "card" if luck < BY_CARD else "cash"
    if member is not None and member >= AT_ONCE and luck > 1 - ON_ACCOUNT:
        paid_by = "account"
    known = member is not None and paid_by != "account"
    fate = rng.random()
    return Sale(
        moment=datetime.datetime.combine(day, at),
        member=member,
        lines=[(product, rng.choice((1, 1, 1, 2, 4))) for product in chosen],
        paid_by=paid_by,
        refunded=fate < REFUNDED,
        invoiced_later=known and REFUNDED <= fate < REFUNDED + INVOICED_LATER,
    )
