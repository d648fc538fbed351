"""What customers are expected to buy, and whether the data suffice to say so.

The figures of a customer frame that only make sense for all customers together:
``chance_active`` and ``expected_revenue`` of the coming twelve months. Their models are
learned from all customers once (:func:`learn`), and the result is kept, so that one
customer can be looked at later without the others (:meth:`Expectation.add`).
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from . import alive, spend
from .alive import WEEK, Alive
from .frame import FIRST_PURCHASE, LAST_PURCHASE, Column
from .metrics import Derived, register
from .report_card import Card, held_back, report_card, rhythm
from .spend import Spend
from .units import rounded

# days of the coming twelve months
YEAR = 365
# customers who bought on two days or more, below which nothing is said
FEWEST = 100
# the smallest difference of two chances that counts
CHANCE_UNIT = 0.0001

# why nothing is expected
FEW_REPEAT_BUYERS = "few_repeat_buyers"
RHYTHM_IS_BETTER = "rhythm_is_better"

_MONEY = "company currency"

# what is collected of the whole history, up to the as-of day; *earlier* is what lies
# before the days of :func:`.report_card.held_back`
PURCHASE_DAYS = Column("purchase_days", "int", 0, "days with a purchase")
HISTORY_REVENUE = Column("history_revenue", "float", 0.0, _MONEY + ", refunds netted")
EARLIER_DAYS = Column("earlier_days", "int", 0, "days with a purchase")
EARLIER_LAST = Column("earlier_last", "date", None, "last day with a purchase")
EARLIER_REVENUE = Column("earlier_revenue", "float", 0.0, _MONEY + ", refunds netted")
HISTORY = (
    PURCHASE_DAYS,
    HISTORY_REVENUE,
    EARLIER_DAYS,
    EARLIER_LAST,
    EARLIER_REVENUE,
)

CHANCE_ACTIVE = Column("chance_active", "float", None, "share, 0..1")
EXPECTED_REVENUE = Column("expected_revenue", "float", None, _MONEY)
EXPECTED = (CHANCE_ACTIVE, EXPECTED_REVENUE)


@dataclass(frozen=True)
class Expectation:
    """What was learned from all customers.

    ``alive``, ``spend``  the models; None if the data do not suffice
    ``card``              how the same models did in the days held back; None if there
                          was too little to learn them from
    ``lacking``           why nothing is expected: :data:`FEW_REPEAT_BUYERS` or
                          :data:`RHYTHM_IS_BETTER`; None if something is
    ``repeat_buyers``     customers who bought on two days or more before the days held
                          back, and did not send everything back
    """

    alive: Alive | None
    spend: Spend | None
    card: Card | None
    lacking: str | None
    repeat_buyers: int

    def add(self, frame: pd.DataFrame, as_of: date, unit: float) -> pd.DataFrame:
        """``frame`` with the columns :data:`EXPECTED` instead of :data:`HISTORY`.

        ``unit`` is the smallest amount of the currency, to which the revenue is
        rounded. Both are NaN for customers without a purchase, and for all if the data
        do not suffice.
        """
        bought = _bought(frame, LAST_PURCHASE, PURCHASE_DAYS)
        chance = np.full(len(frame), np.nan)
        revenue = chance.copy()
        if self.alive and self.spend and bought.any():
            known = frame[bought]
            x, t_x, T = histories(known, as_of, LAST_PURCHASE, PURCHASE_DAYS)
            chance[bought] = rounded(self.alive.chance(x, t_x, T), CHANCE_UNIT)
            revenue[bought] = rounded(
                self.alive.purchases(x, t_x, T, YEAR / WEEK, most=YEAR)
                * _worth(self.spend, known, HISTORY_REVENUE, PURCHASE_DAYS),
                unit,
            )
        others = frame.drop(columns=[column.name for column in HISTORY])
        return others.assign(
            **{CHANCE_ACTIVE.name: chance, EXPECTED_REVENUE.name: revenue}
        )

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self) | {"card": self.card and self.card.to_plain()}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Expectation":
        """The expectation that was made plain."""
        kinds = {"alive": Alive, "spend": Spend}
        models = {name: plain[name] and kinds[name](**plain[name]) for name in kinds}
        card = plain["card"] and Card.from_plain(plain["card"])
        return cls(**(plain | models | {"card": card}))


NOTHING = Expectation(None, None, None, None, 0)


def learn(frame: pd.DataFrame, as_of: date) -> Expectation:
    """The models of all customers in ``frame``, if the data suffice.

    ``frame`` has the first and last purchase and the columns :data:`HISTORY`. The data
    suffice with :data:`FEWEST` repeat buyers before the days held back, and if the
    models did better in these days than the own rhythm, see :class:`.report_card.Card`.
    """
    window = held_back(as_of)
    until = window.first - timedelta(days=1)
    known = frame[_bought(frame, EARLIER_LAST, EARLIER_DAYS)]
    repeat_buyers = min(
        _repeat_buyers(frame, EARLIER_REVENUE, EARLIER_DAYS),
        _repeat_buyers(frame, HISTORY_REVENUE, PURCHASE_DAYS),
    )
    if repeat_buyers < FEWEST:
        return Expectation(None, None, None, FEW_REPEAT_BUYERS, repeat_buyers)
    x, t_x, T = histories(known, until, EARLIER_LAST, EARLIER_DAYS)
    model = alive.fit(x, t_x, T)
    money = _learn_spend(known, EARLIER_REVENUE, EARLIER_DAYS)
    days = (window.last - until).days
    expected = model.purchases(x, t_x, T, days / WEEK, most=days)
    card = report_card(
        pd.DataFrame(
            {
                "expected": expected,
                "came": known[PURCHASE_DAYS.name] - known[EARLIER_DAYS.name],
                "revenue_expected": expected
                * _worth(money, known, EARLIER_REVENUE, EARLIER_DAYS),
                "revenue_came": known[HISTORY_REVENUE.name]
                - known[EARLIER_REVENUE.name],
                "rhythm": rhythm(x, t_x, T, days / WEEK),
            }
        ),
        window,
    )
    if not card.beats_rhythm:
        return Expectation(None, None, card, RHYTHM_IS_BETTER, repeat_buyers)
    known = frame[_bought(frame, LAST_PURCHASE, PURCHASE_DAYS)]
    model = alive.fit(
        *histories(known, as_of, LAST_PURCHASE, PURCHASE_DAYS), start=model
    )
    money = _learn_spend(known, HISTORY_REVENUE, PURCHASE_DAYS, money)
    return Expectation(model, money, card, None, repeat_buyers)


def histories(
    frame: pd.DataFrame, until: date, last: Column, days: Column
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``x``, ``t_x`` and ``T`` of :mod:`.alive` of customers who bought."""
    first = frame[FIRST_PURCHASE.name]
    return (
        frame[days.name].to_numpy(dtype="float64") - 1,
        (frame[last.name] - first).dt.days.to_numpy(dtype="float64") / WEEK,
        (pd.Timestamp(until) - first).dt.days.to_numpy(dtype="float64") / WEEK,
    )


def at_risk(frame: pd.DataFrame, as_of: date) -> pd.Series:
    """Expected revenue times the chance that the customer is no longer active.

    >>> frame = pd.DataFrame(
    ...     {"expected_revenue": [1000.0, None], "chance_active": [0.7, None]}
    ... )
    >>> at_risk(frame, date(2026, 11, 22)).round(2).tolist()
    [300.0, nan]
    """
    gone = 1 - frame[CHANCE_ACTIVE.name].astype("float64")
    return frame[EXPECTED_REVENUE.name].astype("float64") * gone


def _bought(frame: pd.DataFrame, last: Column, days: Column) -> np.ndarray:
    bought = frame[last.name].notna() & (frame[days.name] > 0)
    return np.asarray(bought & frame[FIRST_PURCHASE.name].notna(), dtype=bool)


def _repeat_buyers(frame: pd.DataFrame, revenue: Column, days: Column) -> int:
    return int(((frame[days.name] > 1) & (frame[revenue.name] > 0)).sum())


def _averages(frame: pd.DataFrame, revenue: Column, days: Column) -> np.ndarray:
    return np.asarray(frame[revenue.name] / frame[days.name], dtype="float64")


def _worth(
    money: Spend, frame: pd.DataFrame, revenue: Column, days: Column
) -> np.ndarray:
    """Expected revenue of one day of purchase of each customer, company currency."""
    averages = _averages(frame, revenue, days)
    return money.value(frame[days.name].to_numpy(), averages)


def _learn_spend(
    frame: pd.DataFrame, revenue: Column, days: Column, start: Spend | None = None
) -> Spend:
    return spend.fit(
        frame[days.name].to_numpy(), _averages(frame, revenue, days), start
    )


register(
    Derived(
        Column("revenue_at_risk", "float", None, _MONEY),
        (EXPECTED_REVENUE.name, CHANCE_ACTIVE.name),
        at_risk,
    )
)
