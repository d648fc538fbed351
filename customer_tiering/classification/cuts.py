"""Cut-off methods: where one tier ends and the next begins.

A method answers one question for each cut it is given: *which customers reach this
tier or a better one?* It gets the ranked customers (all columns of the customer frame
and those of :func:`.ranking.rank`) and the cuts of its own kind, best tier first, and
returns one boolean array per cut. Who reaches several tiers gets the best of them, so
methods need not know each other and alternatives combine by themselves.

Another package adds a method by :func:`register`; the name is what a rule stores.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from .settings import TIES_UP, Cut

PERCENT_OF_CUSTOMERS = "percent_of_customers"


@dataclass(frozen=True)
class CutContext:
    """What a method may know besides the customers it cuts.

    ``population`` is the number that percentages refer to, ``ties`` the rule for tied
    groups, ``value`` the name of the column that ranked them.
    """

    population: int
    ties: str
    value: str


# (ranked customers, cuts best first, context) -> (reached, bar) per cut, where
# ``reached`` is a boolean array over the customers and ``bar`` the figure shown
Method = Callable[
    [pd.DataFrame, Sequence[Cut], CutContext], list[tuple[np.ndarray, float]]
]

METHODS: dict[str, Method] = {}


def register(name: str) -> Callable[[Method], Method]:
    """Decorator that makes a cut-off method known under ``name``."""

    def add(method: Method) -> Method:
        METHODS[name] = method
        return method

    return add


def capacity(population: int, percent: Fraction) -> int:
    """``ceil(population x percent / 100)`` without rounding errors.

    >>> [capacity(1000, Fraction(p)) for p in (1, 5, 20, 100)]
    [10, 50, 200, 1000]
    >>> [capacity(30, Fraction(p)) for p in (1, 5, 20, 100)]
    [1, 2, 6, 30]
    """
    return -((-population * percent.numerator) // (100 * percent.denominator))


def exact_percent(percent: float) -> Fraction:
    """The decimal a person wrote: 0.1 is one tenth, not its binary neighbour."""
    return Fraction(str(percent))


@register(PERCENT_OF_CUSTOMERS)
def percent_of_customers(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[tuple[np.ndarray, float]]:
    """The best n percent by rank, at most (rule K08).

    The bars are own shares and cumulate from tier to tier in the given order; of the
    alternatives of one tier the widest counts for the tiers below. A tied group counts
    as a whole: with ties *down* it reaches a tier if its last member still fits, with
    ties *up* if its first does. The figure returned is the number of customers that
    fit.
    """
    start = ranked["rank"].to_numpy() - 1
    end = ranked["group_end"].to_numpy()
    # one single value throughout is no order at all: nobody stands out (K07). A
    # customer who is alone is not such a case, he is simply the first.
    all_equal = len(ranked) > 1 and bool((end == len(ranked)).all())
    results = []
    own_shares: dict[int, Fraction] = {}
    for cut in cuts:
        share = exact_percent(cut.bar)
        above = sum(own for tier, own in own_shares.items() if tier != cut.tier)
        own_shares[cut.tier] = max(own_shares.get(cut.tier, share), share)
        places = capacity(context.population, above + share)
        if all_equal:
            reached = np.zeros(len(ranked), dtype=bool)
        elif context.ties == TIES_UP:
            reached = start < places
        else:
            reached = end <= places
        results.append((reached, float(places)))
    return results
