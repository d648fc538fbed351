"""What playbooks measure: who reordered, revenue, and days to the next purchase.

Customers come night by night, and the draw is that of the ledger: within each stratum
the plays of all nights form a row, of which every so many are held out at equal
distances from a random start. Worlds without any effect may not show one.
"""

import numpy as np
import pytest
from gifting import effect

NIGHTS, DAYS = 40, 60
STRATA = 4


def drawn(rng, strata, percent):
    """Who is held out, for customers in the order of their nights."""
    held = np.zeros(len(strata), dtype=bool)
    for stratum in range(STRATA):
        row = np.flatnonzero(strata == stratum)
        places = int(rng.integers(100)) + percent * np.arange(len(row) + 1)
        held[row] = np.diff(places // 100) > 0
    return held


def world(seed, percent=20):
    """Strata, who is held out, and what each does by themselves; bought, then wait."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(120, 400))
    nights = np.sort(rng.integers(0, NIGHTS, size))
    strata = rng.choice(STRATA, size, p=[0.05, 0.15, 0.3, 0.5])
    held = drawn(rng, strata, percent)
    # the season: later nights buy more, and better strata sooner
    mean = 240 / (1 + strata / 2) / (1 + nights / NIGHTS)
    wait = np.minimum(rng.exponential(mean), DAYS)
    bought = wait < DAYS
    revenue = bought * rng.lognormal(3 + strata / 2, 1.2)
    before = revenue * rng.lognormal(0, 0.8, size) * (rng.random(size) > 0.4)
    return (
        rng,
        strata,
        ~held,
        {"reordered": 100.0 * bought, "revenue": revenue, "wait": wait},
        before,
    )


def measure(rng, strata, given, values, before=None):
    return effect.measure(values, given, strata, before, rng, 400)


@pytest.mark.parametrize("figure", ["reordered", "revenue", "wait"])
def test_finds_nothing_where_there_is_nothing(figure):
    """At most 5 % of 1,000 playbooks: 50, and 16 more (2.3 standard deviations)."""
    alarms = 0
    for seed in range(1_000):
        rng, strata, given, figures, before = world(seed)
        last_year = before if figure == "revenue" else None
        alarms += measure(rng, strata, given, figures[figure], last_year).reliable
    assert alarms <= 66


def test_the_draw_is_fair():
    """Everybody is held out in a fifth of 4,000 draws, wherever they stand."""
    strata = np.repeat(np.arange(STRATA), [1, 3, 7, 11])
    rng = np.random.default_rng(7)
    held = sum(drawn(rng, strata, 20).astype(int) for _draw in range(4_000))
    # 800, and four standard deviations
    assert np.abs(held - 800).max() <= 102


def test_finds_calls_that_help():
    """Of those who would not have bought, nine of ten do: seen in 9 of 10."""
    seen = 0
    for seed in range(5_000, 5_060):
        rng, strata, given, figures, _before = world(seed, percent=40)
        helped = given & (rng.random(len(given)) < 0.9)
        bought = np.where(helped, 100.0, figures["reordered"])
        seen += measure(rng, strata, given, bought).verdict == effect.MORE
    assert seen >= 54
