"""Metrics of orders, returns, costs, margins, referrals and long-term value.

The :class:`.frame.Column` s here are collected; the metrics derived from them are
registered at the end. Without a row in the source, counts and sums are 0. A share, an
interval or a rating without data is NaN.
"""

from datetime import date

import pandas as pd

from .frame import NET_REVENUE, Column
from .metrics import Derived, ratio, register

_MONEY = "company currency"

OPEN_ORDERS = Column("open_orders", "float", 0.0, _MONEY)
ORDERS = Column("order_count", "int", 0, "confirmed orders in the period")
PURCHASE_MONTHS = Column("purchase_months", "int", 0, "months with a purchase")
GROSS_MARGIN = Column("gross_margin", "float", 0.0, _MONEY)
MARGIN_COVERAGE = Column("margin_coverage", "float", None, "share, 0..1")
LONG_MARGIN = Column("long_margin", "float", 0.0, _MONEY)
MEDIAN_INTERVAL = Column("median_interval", "float", None, "days")
REFUNDED = Column("refunded", "float", 0.0, _MONEY)
GROSS_INVOICED = Column("gross_invoiced", "float", 0.0, _MONEY)
COST_TO_SERVE = Column("cost_to_serve", "float", 0.0, _MONEY)
REFERRALS = Column("referral_count", "int", 0, "customers")
REFERRAL_REVENUE = Column("referral_revenue", "float", 0.0, _MONEY)
INFLUENCE = Column("influence", "float", None, "stars, 0..5")
INFLUENCE_REACH = Column("influence_reach", "float", None, "followers")
CATEGORY_DEPTH = Column("category_depth", "float", None, "share, 0..1")
PREVIOUS_REVENUE = Column("previous_revenue", "float", 0.0, _MONEY)

# months of a sub-period -> columns of the weakest and the latest sub-period
PACE = {
    months: (
        Column(f"{unit}_min", "float", 0.0, _MONEY),
        Column(f"{unit}_latest", "float", 0.0, _MONEY),
    )
    for unit, months in (("month", 1), ("quarter", 3), ("year", 12))
}

# names of all of them
COLLECTED = tuple(
    column.name
    for column in (
        OPEN_ORDERS,
        ORDERS,
        PURCHASE_MONTHS,
        GROSS_MARGIN,
        MARGIN_COVERAGE,
        LONG_MARGIN,
        MEDIAN_INTERVAL,
        REFUNDED,
        GROSS_INVOICED,
        COST_TO_SERVE,
        REFERRALS,
        REFERRAL_REVENUE,
        INFLUENCE,
        INFLUENCE_REACH,
        CATEGORY_DEPTH,
        PREVIOUS_REVENUE,
        *(column for pair in PACE.values() for column in pair),
    )
)


def intervals_passed(frame: pd.DataFrame, as_of: date) -> pd.Series:
    """How many of their own usual intervals have passed since a customer last bought.

    >>> frame = pd.DataFrame(
    ...     {
    ...         "days_since_last_purchase": [90.0, 10.0, None],
    ...         "median_interval": [30.0, None, None],
    ...     }
    ... )
    >>> intervals_passed(frame, date(2026, 11, 22)).tolist()
    [3.0, nan, nan]
    """
    return ratio(frame["days_since_last_purchase"], frame[MEDIAN_INTERVAL.name])


def returns_share(frame: pd.DataFrame, as_of: date) -> pd.Series:
    """Refunds divided by the invoiced amount before refunds, 0..1.

    A period can have more refunds than invoices, because the goods were sold earlier.
    The result is then 1.

    >>> frame = pd.DataFrame(
    ...     {"refunded": [25.0, 300.0, 0.0], "gross_invoiced": [100.0, 200.0, 0.0]}
    ... )
    >>> returns_share(frame, date(2026, 11, 22)).tolist()
    [0.25, 1.0, nan]
    """
    return ratio(frame[REFUNDED.name], frame[GROSS_INVOICED.name]).clip(0.0, 1.0)


def growth(frame: pd.DataFrame, as_of: date) -> pd.Series:
    """Change of the net revenue from the previous period; 0.5 means 50 % more.

    >>> frame = pd.DataFrame(
    ...     {
    ...         "net_revenue": [150.0, 0.0, 80.0, 80.0],
    ...         "previous_revenue": [100.0, 100.0, 0.0, -20.0],
    ...     }
    ... )
    >>> growth(frame, date(2026, 11, 22)).tolist()
    [0.5, -1.0, nan, nan]
    """
    previous = frame[PREVIOUS_REVENUE.name]
    return ratio(frame[NET_REVENUE.name] - previous, previous)


register(
    Derived(
        Column("intervals_passed", "float", None, "own usual intervals"),
        ("days_since_last_purchase", MEDIAN_INTERVAL.name),
        intervals_passed,
    )
)
register(
    Derived(
        Column("returns_share", "float", None, "share, 0..1"),
        (REFUNDED.name, GROSS_INVOICED.name),
        returns_share,
    )
)
register(
    Derived(
        Column("growth", "float", None, "share, -1 and up"),
        (NET_REVENUE.name, PREVIOUS_REVENUE.name),
        growth,
    )
)
