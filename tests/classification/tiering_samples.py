"""Builders and hypothesis strategies shared by the tests of this folder."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from classification.cuts import PERCENT_OF_CUSTOMERS
from classification.settings import Cut, Settings
from hypothesis import strategies as st

AS_OF = date(2026, 11, 22)

TOP, BIG, MEDIUM, SMALL = 1, 2, 3, 4
INACTIVE, PROSPECT, NOT_CONTACTED, NO_NEED = 11, 12, 13, 14
LIFECYCLE = {
    "inactive": INACTIVE,
    "prospect": PROSPECT,
    "not_contacted": NOT_CONTACTED,
    "no_need": NO_NEED,
}


def percent_cuts(*shares, minimum=None):
    """One percent cut per tier 1, 2, ... with these own shares."""
    return tuple(
        Cut(tier, PERCENT_OF_CUSTOMERS, share, minimum)
        for tier, share in enumerate(shares, start=1)
    )


def pyramid(cuts=None, **changes):
    """Top 1, Big 4, Medium 15 percent, Small the rest, and four lifecycle tiers."""
    chosen = {
        "ladder": (TOP, BIG, MEDIUM, SMALL),
        "cuts": percent_cuts(1, 4, 15) if cuts is None else cuts,
        "lifecycle": LIFECYCLE,
        "as_of": AS_OF,
        **changes,
    }
    return Settings(**chosen)


def ladder_of(*shares, **changes):
    """A ladder of one tier per share and one more for the remainder."""
    tiers = tuple(range(1, len(shares) + 2))
    return pyramid(percent_cuts(*shares), ladder=tiers, **changes)


def customer(
    value=0.0, bought=0, first=None, contacts=0, no_need=False, partner_id=None
):
    """One row of the customer frame; ``first`` is a day or a number of days ago."""
    if isinstance(first, int):
        first = AS_OF - timedelta(days=first)
    return {
        "partner_id": partner_id,
        "net_revenue": value,
        "purchase_count": bought,
        "first_purchase": first,
        "last_purchase": first,
        "contact_count": contacts,
        "no_need": no_need,
    }


def frame_of(rows):
    """The customer frame of these rows; who has no id gets 1, 2, ... by place."""
    rows = list(rows)
    column = {name: [row[name] for row in rows] for name in customer()}
    days = {
        name: pd.Series(pd.to_datetime(column[name]), dtype="datetime64[s]")
        for name in ("first_purchase", "last_purchase")
    }
    ids = [number or place for place, number in enumerate(column["partner_id"], 1)]
    return pd.DataFrame(
        {
            "partner_id": np.array(ids, dtype="int64"),
            "net_revenue": np.array(column["net_revenue"], dtype="float64"),
            "purchase_count": np.array(column["purchase_count"], dtype="int64"),
            **days,
            "contact_count": np.array(column["contact_count"], dtype="int64"),
            "no_need": np.array(column["no_need"], dtype="bool"),
        }
    )


def buyers(values):
    """A frame of customers who all bought in the period, with these values."""
    return frame_of(customer(value, bought=1, first=300) for value in values)


def distinct(number):
    """Buyers of values ``number`` down to 1: customer 1 is the best, then 2, ..."""
    return buyers([float(number - place) for place in range(number)])


def sizes(decided, tiers=(TOP, BIG, MEDIUM, SMALL)):
    """How many customers stand in each of ``tiers``."""
    counts = decided["tier"].value_counts()
    return [int(counts.get(tier, 0)) for tier in tiers]


# amounts in cents: few different ones, so that ties abound, and some from real trade
cents = st.integers(-3, 9) | st.integers(-(10**6), 10**10)
amounts = cents.map(lambda number: number / 100)


def lists_of(elements, longest):
    """Lists of every length alike; hypothesis by itself prefers a handful."""
    lengths = st.integers(0, longest)
    return lengths.flatmap(lambda n: st.lists(elements, min_size=n, max_size=n))


amount_lists = lists_of(amounts, 40)
tied_lists = lists_of(st.integers(-2, 6).map(lambda number: number / 100), 40)
refunded_lists = lists_of(st.integers(-9, 3).map(lambda number: number / 100), 40)
days_ago = st.none() | st.integers(0, 800)
customers = st.builds(
    customer,
    value=amounts,
    bought=st.integers(0, 2),
    first=days_ago,
    contacts=st.integers(0, 2),
    no_need=st.booleans(),
)
frames = lists_of(customers, 25).map(frame_of)


@st.composite
def share_lists(draw, most_tiers=4):
    """Own shares with up to two decimals that together stay within 100 percent."""
    shares, left = [], 10_000
    for _tier in range(draw(st.integers(0, most_tiers))):
        if left < 1:
            break
        share = draw(st.integers(1, left) | st.integers(1, min(left, 500)))
        left -= share
        shares.append(share / 100)
    return tuple(shares)


minimums = st.none() | st.none() | st.integers(-3, 9).map(lambda n: n / 100)


@st.composite
def ladders(draw, **fixed):
    """Settings of any ladder with percent cuts, minimums and choices."""
    shares = draw(share_lists())
    cuts = tuple(
        Cut(tier, PERCENT_OF_CUSTOMERS, share, draw(minimums))
        for tier, share in enumerate(shares, start=1)
    )
    chosen = {
        "ladder": tuple(range(1, len(shares) + 2)),
        "population": draw(st.sampled_from(["existing", "all"])),
        "ties": draw(st.sampled_from(["down", "up"])),
    }
    return pyramid(cuts, **{**chosen, **fixed})
