"""Who is held back: by lot, the same lot for everybody who looks again."""

import doctest

import numpy as np
from gifting import comparison
from hypothesis import given
from hypothesis import strategies as st

customers = st.lists(
    st.tuples(st.integers(1, 10**9), st.integers(0, 5)),
    max_size=80,
    unique_by=lambda row: row[0],
)
percents = st.integers(0, 50)
seeds = st.integers(1, 2**31 - 1)


def held(rows, percent, seed):
    ids = [row[0] for row in rows]
    drawn = comparison.draw(ids, [row[1] for row in rows], percent, seed)
    return {id_ for id_, one in zip(ids, drawn, strict=True) if one}


@given(customers, percents, seeds)
def test_every_stratum_gives_its_share(rows, percent, seed):
    chosen = held(rows, percent, seed)
    for stratum in {row[1] for row in rows}:
        own = [row[0] for row in rows if row[1] == stratum]
        share = len(own) * percent / 100
        assert abs(len(chosen.intersection(own)) - share) < 1
    assert abs(len(chosen) - len(rows) * percent / 100) < 1


@given(customers, percents, seeds, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, percent, seed, random):
    other = list(rows)
    random.shuffle(other)
    assert held(other, percent, seed) == held(rows, percent, seed)


def test_everybody_has_the_same_chance_also_in_small_strata():
    """Five customers in strata of 1 and 4, a quarter held back, 4,000 seeds."""
    count = sum(
        comparison.draw(np.arange(1, 6), [1, 2, 2, 2, 2], 25, seed).astype(int)
        for seed in range(4_000)
    )
    # 0.25 ± 0.027 is four standard deviations
    assert np.abs(count / 4_000 - 0.25).max() < 0.027


def test_another_seed_draws_others():
    rows = [(id_, 0) for id_ in range(1, 201)]
    one, other = held(rows, 20, 1), held(rows, 20, 2)
    assert len(one) == len(other) == 40
    assert one != other


def test_a_fixed_draw():
    """Figures of the first release: a plan that was drawn can be drawn again."""
    assert held([(id_, id_ % 2) for id_ in range(1, 21)], 20, 42) == {5, 18, 19, 20}


def test_doctests():
    assert doctest.testmod(comparison).failed == 0
