"""What the customers of the demo buy, return and pay: a plan without a database.

All dates are counted back from the day of installation, so the data is always recent.
"""

import datetime
import math
import random
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta

from .parties import EXISTING, INACTIVE, MEDIAN_VALUE
from .products import PRODUCTS

# Building trade: spring and autumn are busy, the turn of the year is quiet.
SEASON = dict(
    zip(
        range(1, 13),
        (0.6, 0.7, 1.0, 1.25, 1.35, 1.3, 1.05, 0.9, 1.2, 1.2, 0.95, 0.5),
        strict=True,
    )
)
TERM_DAYS = {"immediate": 0, "15days": 15, "30days": 30, "45days": 45}
OLDEST = 545
# so many more customers came back early on: enough for the forecast, which learns from
# 100 with two purchases before the half year that is held back
CAME_BACK, HALF_A_YEAR = 30, 190
# of the existing customers are in Medium or better; and how close is close
UP_TO_MEDIUM, CLOSE = 0.2, 0.1


@dataclass
class Purchase:
    """One document; `payments` are (date, share of the open amount), in order."""

    date: datetime.date
    lines: list
    channel: str
    delay: int = 0
    refund: tuple | None = None
    payments: list = field(default_factory=list)
    by_contact: bool = False


class TradePlanner:
    """Fills the purchases of every party that ever bought."""

    def __init__(self, rng, today):
        self.rng = rng
        self.today = today
        # The period of rule K15 in days back: its first day is today - 12 months + 1
        # day.
        first = today - relativedelta(months=12) + datetime.timedelta(days=1)
        self.window = (today - first).days

    def plan(self, parties):
        for party in parties:
            if party.kind == EXISTING:
                self._plan_existing(party)
            elif party.kind == INACTIVE:
                self._plan_inactive(party)
        self._plan_late_refund([p for p in parties if p.kind == INACTIVE])
        self._plan_close([p for p in parties if p.kind == EXISTING])
        self._plan_came_back([p for p in parties if p.kind == EXISTING])

    # -- when ---------------------------------------------------------------------

    def _day(self, oldest, latest):
        """A random working day in this range of days back, weighted by season."""
        for _ in range(60):
            date = self.today - datetime.timedelta(self.rng.randint(latest, oldest))
            if date.weekday() < 5 and self.rng.random() * 1.35 <= SEASON[date.month]:
                break
        return date

    def _days(self, count, oldest, latest):
        return sorted(self._day(oldest, latest) for _ in range(count))

    def _plan_existing(self, party):
        rng, newest, edge = self.rng, 2, self.window - 6
        ratio = party.value / MEDIAN_VALUE
        count = min(20, max(1, round(0.62 * ratio**0.4 * rng.uniform(0.6, 1.5))))
        earlier = round(count * 0.5 * rng.uniform(0.3, 1.4))
        if party.pattern == "new":
            days = self._days(min(count, 4), 86, newest)
            earlier = 0
        elif party.pattern == "fading":
            days = self._days(count, edge, 265)
            earlier = max(earlier, 1)
        elif party.pattern == "broken_rhythm":
            start = rng.randint(edge - 25, edge)
            days = [self._weekday(start - 30 * i) for i in range(8)]
        elif party.pattern == "all_returned":
            days = self._days(1, 150, 70)
            earlier = 0
        else:
            days = self._days(count, edge, newest)
            earlier = earlier if rng.random() < 0.6 else 0
        self._buy(party, days, party.value)
        if party.pattern == "all_returned":
            self._return_all(party.purchases[0])
        if earlier:
            before = self._days(earlier, OLDEST, self.window + 6)
            self._buy(party, before, party.value * 0.5 * rng.uniform(0.6, 1.3))

    def _plan_inactive(self, party):
        count = self.rng.choices((1, 2, 3, 5), (66, 24, 7, 3))[0]
        self._buy(party, self._days(count, OLDEST, self.window + 8), party.value)

    def _weekday(self, days_back):
        date = self.today - datetime.timedelta(days_back)
        return date - datetime.timedelta(max(0, date.weekday() - 4))

    # -- what ---------------------------------------------------------------------

    def _buy(self, party, days, value):
        rng = self.rng
        weights = [math.exp(rng.gauss(0, 0.45)) for _ in days]
        for date, weight in zip(days, weights, strict=True):
            amount = value * weight / sum(weights)
            channel = "order" if rng.random() < 0.44 else "invoice"
            if not party.is_company and amount < 400 and rng.random() < 0.15:
                channel = "receipt"
            purchase = Purchase(
                date=date,
                lines=self._basket(amount, party.discount),
                channel=channel,
                delay=rng.randint(1, 14),
                by_contact=rng.random() < 0.4,
            )
            if channel != "receipt" and rng.random() < 0.04:
                share = 1.0 if rng.random() < 0.35 else rng.uniform(0.2, 0.6)
                returned = self._later(date, 4, 35)
                purchase.refund = (returned, share) if returned < self.today else None
            self._pay(party, purchase)
            party.purchases.append(purchase)
        party.purchases.sort(key=lambda p: p.date)
        # A receipt is not an invoice: with receipts only, a customer is not existing.
        if party.purchases[-1].channel == "receipt":
            party.purchases[-1].channel = "invoice"

    def _basket(self, amount, discount):
        """Lines (product, quantity) that come close to the amount."""
        rng = self.rng
        size = 1
        if amount >= 200:
            size = rng.choice((1, 1, 1, 2) if amount < 9000 else (2, 3))
        parts = [rng.uniform(0.4, 1.0) for _ in range(size)]
        lines = {}
        for part in parts:
            wanted = amount * part / sum(parts)
            prices = {i: p[3] * (1 - discount / 100) for i, p in enumerate(PRODUCTS)}
            fitting = [i for i, p in prices.items() if wanted / 250 <= p <= wanted]
            fitting = fitting or [i for i, p in prices.items() if p <= max(wanted, 10)]
            product = rng.choice([i for i in fitting if i not in lines] or fitting)
            quantity = max(1, round(wanted / prices[product]))
            lines[product] = lines.get(product, 0) + quantity
        return list(lines.items())

    def _return_all(self, purchase):
        purchase.refund = (self._later(purchase.date, 5, 25), 1.0)
        purchase.payments = []

    def _plan_late_refund(self, inactive):
        """Bought before the period and returned within it: not an existing customer."""
        party = next(p for p in inactive if len(p.purchases) == 1 and not p.archived)
        purchase = party.purchases[0]
        purchase.channel = "invoice"
        purchase.date = self._weekday(self.window + 12)
        purchase.refund = (self._weekday(self.window - 20), 0.5)
        purchase.payments = []
        self._pay(party, purchase)

    def _plan_close(self, existing):
        """Two customers per salesperson come close to the tier Medium."""
        brought = sorted(map(self._brought, existing), reverse=True)
        needed = brought[math.ceil(len(existing) * UP_TO_MEDIUM) - 1]
        # from a generator of its own, so that nothing else of the demo changes
        planner = TradePlanner(random.Random(len(existing)), self.today)
        below = sorted(
            (p for p in existing if p.pattern == "steady" and not p.currency),
            key=self._brought,
            reverse=True,
        )
        below = [p for p in below if self._brought(p) < needed * (1 - CLOSE)]
        for seller in sorted({p.salesperson for p in below if p.salesperson}):
            for party in [p for p in below if p.salesperson == seller][:2]:
                missing = needed * (1 - CLOSE / 2) - self._brought(party)
                planner._buy(party, [planner._day(60, 20)], missing)

    def _plan_came_back(self, existing):
        """Some customers with one early purchase had made another before the period."""
        planner = TradePlanner(random.Random(CAME_BACK), self.today)
        early = self.today - datetime.timedelta(HALF_A_YEAR)
        once = [
            party
            for party in existing
            if party.pattern == "steady"
            and len({p.date for p in party.purchases if p.date < early}) == 1
        ]
        for party in once[:CAME_BACK]:
            day = planner._day(OLDEST, self.window + 6)
            planner._buy(party, [day], 0.3 * party.value)

    def _brought(self, party):
        """The net revenue of the period, apart from rates of currencies."""
        first = self.today - datetime.timedelta(self.window)
        return sum(
            PRODUCTS[product][3]
            * quantity
            * (1 - party.discount / 100)
            * (1 - (purchase.refund[1] if purchase.refund else 0))
            for purchase in party.purchases
            if purchase.date >= first
            for product, quantity in purchase.lines
        )

    # -- how it is paid -----------------------------------------------------------

    def _later(self, date, least, most):
        day = date + datetime.timedelta(self.rng.randint(least, most))
        return day + datetime.timedelta(7 - day.weekday() if day.weekday() > 4 else 0)

    def _pay(self, party, purchase):
        if purchase.refund and purchase.refund[1] == 1.0:
            return
        # No payments in the future; payments of today are not in the bank yet.
        purchase.payments = [
            (date, share)
            for date, share in self._wishes(party, purchase)
            if date < self.today
        ]

    def _wishes(self, party, purchase):
        rng = self.rng
        if purchase.channel == "receipt":
            return [(purchase.date, 1.0)]
        invoiced = purchase.date
        due = invoiced + datetime.timedelta(TERM_DAYS.get(party.term, 30))
        if party.habit == "stopped" and (self.today - invoiced).days < 260:
            return []
        if party.term == "advance_60days":
            balance = invoiced + datetime.timedelta(60)
            return [
                (self._later(invoiced, 0, 4), 0.3),
                (self._later(balance, 0, 25), 1.0),
            ]
        if party.habit == "prepaid":
            return [(invoiced - datetime.timedelta(rng.randint(0, 9)), 1.0)]
        if party.habit == "statement":
            following = (due + relativedelta(months=1)).replace(day=10)
            return [(self._later(following, 0, 0), 1.0)]
        if party.habit == "in_parts":
            first = self._later(due, 0, 12)
            parts = [(first, rng.choice((0.4, 0.5, 0.6)))]
            if rng.random() < 0.8:
                parts.append((self._later(first, 25, 80), 1.0))
            return parts
        least, most = {"late": (10, 60), "very_late": (45, 150)}.get(
            party.habit, (-6, 3)
        )
        if party.habit == "very_late" and rng.random() < 0.25:
            return []
        return [(self._later(due, least, most), 1.0)]
