"""Chance and purchases against integrals, published figures and simulated truth."""

import numpy as np
import pytest
from classification import alive
from classification.alive import Alive
from hypothesis import given
from hypothesis import strategies as st
from simulated_buyers import buyers

# Fader, Hardie and Lee (2005), table 2: CDNOW, a tenth of the customers, in weeks
PUBLISHED = Alive(0.243, 4.414, 0.793, 2.426, at_once=False)
TRUTH = Alive(0.8, 6.0, 0.9, 3.5)

models = st.builds(
    Alive,
    st.floats(0.05, 20),
    st.floats(0.5, 100),
    st.floats(0.1, 5),
    st.floats(0.1, 20),
    st.booleans(),
)
numbers = st.integers(0, 200)
times = st.floats(0, 500)


def arrays(*values):
    return tuple(np.array([value], dtype="float64") for value in values)


def chance(model, x, t_x, T):
    return float(model.chance(*arrays(x, t_x, T))[0])


def purchases(model, x, t_x, T, weeks):
    return float(model.purchases(*arrays(x, t_x, T), weeks)[0])


def over_leaving(model, x, function):
    """The mean of ``function`` of the chance to leave, given ``x`` and being active.

    An integral over the logarithm of the odds, in which the beta distribution falls
    exponentially on both sides: the trapezoid rule is as exact as floats are.
    """
    stayed = model.b + x + model.at_once
    odds = np.linspace(-45 / model.a, 45 / stayed + 5, 20_001)
    log_in = -np.logaddexp(0, -odds)
    log_out = -np.logaddexp(0, odds)
    weight = model.a * log_in + stayed * log_out
    weight = np.exp(weight - weight.max())
    return float((weight * function(np.exp(log_in))).sum() / weight.sum())


def test_the_published_example():
    """Fader and Hardie (2005), Implementing the BG/NBD Model in Excel: 1.226."""
    assert purchases(PUBLISHED, 2, 30.43, 38.86, 39) == pytest.approx(1.226, abs=5e-4)


@given(models, numbers, times, st.floats(0.1, 200))
def test_purchases_are_the_integral_over_rates_and_chances_to_leave(model, x, T, weeks):
    """Whoever buys at the rate λ and leaves with p buys (1 - exp(-λ p t)) / p times."""
    silent = T if x else 0.0
    expected = chance(model, x, silent, T) * over_leaving(
        model,
        x,
        lambda p: (
            -np.expm1(-(model.r + x) * np.log1p(p * weeks / (model.alpha + T))) / p
        ),
    )
    found = purchases(model, x, silent, T, weeks)
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-8)


@given(st.floats(0.5, 50), times, st.floats(0.1, 200))
def test_purchases_where_the_hypergeometric_function_is_a_logarithm(alpha, T, weeks):
    """2F1(1, 1; 2; z) = -ln(1 - z) / z, for r = b = 1, a = 2 and no repeat purchase."""
    z = weeks / (alpha + T + weeks)
    expected = 2 * (1 + (1 - z) * np.log(1 - z) / z)
    model = Alive(1.0, alpha, 2.0, 1.0, at_once=False)
    assert purchases(model, 0, 0, T, weeks) == pytest.approx(expected, abs=1e-8)


def test_no_more_purchases_than_there_can_be():
    """Whoever certainly buys again, at once and without end, can buy once a day."""
    hasty = Alive(1e9, 1e-3, 1e-9, 1.0)
    found = hasty.purchases(*arrays(3, 1, 1), 52, most=364)
    assert found[0] == pytest.approx(364, rel=1e-6)
    some = purchases(TRUTH, 3, 40, 50, 52)
    assert TRUTH.purchases(*arrays(3, 40, 50), 52, most=364)[0] == some
    assert 0 < TRUTH.purchases(*arrays(3, 40, 50), 52, most=1)[0] < min(1, some)


def test_thousands_of_purchases():
    model = Alive(2.0, 1.0, 0.5, 30.0)
    expected = over_leaving(
        model, 3000, lambda p: -np.expm1(-3002 * np.log1p(p * 52 / 429)) / p
    )
    found = purchases(model, 3000, 428, 428, 52) / chance(model, 3000, 428, 428)
    assert found == pytest.approx(expected, rel=1e-9)


@given(models, st.integers(1, 200), times, st.floats(0, 1), st.floats(0, 1))
def test_the_chance_rises_with_the_last_purchase(model, x, T, one, other):
    early, late = sorted((one, other))
    assert chance(model, x, early * T, T) <= chance(model, x, late * T, T)


@given(models, numbers, times, times)
def test_the_chance_falls_while_nobody_buys(model, x, t_x, silent):
    last = t_x if x else 0.0
    assert chance(model, x, last, t_x + silent) <= chance(model, x, last, t_x)


@given(models, numbers)
def test_right_after_a_purchase_only_the_coin_is_left(model, x):
    throws = x + model.at_once
    stays = 1.0
    if throws:
        stays = (model.b + throws - 1) / (model.a + model.b + throws - 1)
    assert chance(model, x, 10.0 if x else 0.0, 10.0 if x else 0.0) == pytest.approx(
        stays
    )


@pytest.mark.filterwarnings("error")
def test_limits():
    assert chance(TRUTH, 5, 10, 1e9) < 1e-6
    assert chance(TRUTH, 5000, 10, 1e9) < 1e-300
    assert chance(PUBLISHED, 0, 0, 1e9) == 1
    assert 0 < chance(TRUTH, 0, 0, 1e3) < 0.1
    nobody_leaves = Alive(1.0, 4.0, 1e-9, 1.0)
    assert chance(nobody_leaves, 3, 5, 50) == pytest.approx(1, abs=1e-3)
    assert purchases(nobody_leaves, 3, 50, 50, 27) == pytest.approx(2, rel=1e-6)
    assert purchases(TRUTH, 3, 5, 50, 0) == 0


@given(models, numbers, times, st.floats(0, 1), st.floats(0.1, 100))
def test_purchases_rise_with_time_and_stay_below_those_of_who_never_leaves(
    model, x, T, recency, weeks
):
    t_x = recency * T if x else 0.0
    short = purchases(model, x, t_x, T, weeks)
    long = purchases(model, x, t_x, T, 2 * weeks)
    never = (model.r + x) / (model.alpha + T) * weeks
    assert 0 <= short <= long + 1e-9
    assert short <= chance(model, x, t_x, T) * never * (1 + 1e-9) + 1e-9


def test_many_customers_are_many_single_ones():
    found = buyers(TRUTH, 500, 200)
    found = found.round({"T": 0, "t_x": 0})
    found["t_x"] = np.minimum(found["t_x"], found["T"])
    together = TRUTH.purchases(
        *(found[name].to_numpy() for name in ("x", "t_x", "T")), 52
    )
    alone = [purchases(TRUTH, row.x, row.t_x, row.T, 52) for row in found.itertuples()]
    assert together == pytest.approx(alone, rel=1e-12)
    nobody = np.zeros(0)
    assert TRUTH.purchases(nobody, nobody, nobody, 52).shape == (0,)


@given(models, st.integers(1, 10**6))
def test_the_slope_is_that_of_the_likelihood(model, seed):
    history = buyers(TRUTH, 40, 100, seed)[["x", "t_x", "T"]].to_numpy().T
    likelihood = alive._Likelihood(*history, np.ones(40), model.at_once)
    parameters = np.array([model.r, model.alpha, model.a, model.b])
    slope = likelihood(parameters)[1]
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5 * parameters[place]
        high, low = likelihood(parameters + step)[0], likelihood(parameters - step)[0]
        assert slope[place] * parameters[place] == pytest.approx(
            (high - low) / 2e-5, rel=1e-4, abs=1e-3
        )


@pytest.mark.parametrize("at_once", [True, False])
def test_parameters_are_found_again(at_once):
    """Of 30,000 customers: rates within 3 %, chances within 5 %, each within 12 %."""
    truth = Alive(TRUTH.r, TRUTH.alpha, TRUTH.a, TRUTH.b, at_once)
    history = buyers(truth, 30_000, 150)
    found = alive.fit(history["x"], history["t_x"], history["T"], at_once)
    assert found.r / found.alpha == pytest.approx(truth.r / truth.alpha, rel=0.03)
    assert found.a / (found.a + found.b) == pytest.approx(
        truth.a / (truth.a + truth.b), rel=0.05
    )
    for name in ("r", "alpha", "a", "b"):
        assert getattr(found, name) == pytest.approx(getattr(truth, name), rel=0.12)
    assert found.at_once is at_once


def test_chances_and_purchases_are_true_in_each_bin():
    """Learned from the simulated histories, without the truth: within 0.03 and 5 %."""
    history = buyers(TRUTH, 40_000, 150, seed=2, later=26)
    triple = [history[name].to_numpy() for name in ("x", "t_x", "T")]
    model = alive.fit(*triple)
    chances = model.chance(*triple)
    bins = np.minimum((chances * 5).astype(int), 4)
    for place in range(5):
        among = bins == place
        assert among.sum() > 1000
        assert chances[among].mean() == pytest.approx(
            history["active"][among].mean(), abs=0.03
        )
    expected = model.purchases(*triple, 26)
    assert expected.sum() == pytest.approx(history["came"].sum(), rel=0.05)
    tenths = np.argsort(np.argsort(expected, kind="stable")) * 10 // len(expected)
    for place in range(10):
        among = tenths == place
        came = history["came"][among]
        # four standard errors of what came
        assert expected[among].mean() == pytest.approx(
            came.mean(), abs=4 * came.std() / np.sqrt(len(came)) + 0.01
        )


def test_nothing_near_is_more_likely():
    history = buyers(TRUTH, 2000, 150)
    triple = [history[name].to_numpy() for name in ("x", "t_x", "T")]
    found = alive.fit(*triple)
    best = alive.log_likelihood(found, *triple)
    for name in ("r", "alpha", "a", "b"):
        for factor in (0.97, 1.03):
            moved = {**vars(found), name: getattr(found, name) * factor}
            assert alive.log_likelihood(Alive(**moved), *triple) < best


def test_the_order_of_the_customers_and_the_start_do_not_matter():
    history = buyers(TRUTH, 3000, 150)
    backwards = history[::-1]
    found = alive.fit(history["x"], history["t_x"], history["T"])
    assert alive.fit(backwards["x"], backwards["t_x"], backwards["T"]) == found
    again = alive.fit(
        history["x"], history["t_x"], history["T"], start=Alive(3.0, 1.0, 4.0, 0.3)
    )
    for name in ("r", "alpha", "a", "b"):
        assert getattr(again, name) == pytest.approx(getattr(found, name), rel=1e-2)


@pytest.mark.parametrize(
    "x, t_x, T",
    [
        ([0], [0], [0]),
        ([0] * 50, [0] * 50, [10] * 50),
        ([5] * 50, [50] * 50, [50] * 50),
        ([2000, 0], [1000, 0], [1000, 5]),
        ([364] * 50, [52] * 50, [52] * 50),
        ([1, 0] * 50, [1 / 7, 0] * 50, [9, 99] * 50),
    ],
)
def test_data_that_say_little_give_a_model_all_the_same(x, t_x, T):
    """Nobody leaves, or nobody buys again, or nobody waits: no number runs away."""
    triple = tuple(np.array(one, dtype="float64") for one in (x, t_x, T))
    model = alive.fit(*triple)
    for name in ("r", "alpha", "a", "b"):
        assert 1e-9 < getattr(model, name) < 1e9
    found = model.purchases(*triple, 52, most=364)
    assert ((found >= 0) & (found <= 364)).all()


@pytest.mark.parametrize(
    "x, t_x, T",
    [
        ([], [], []),
        ([1], [5], [4]),
        ([1], [-1], [4]),
        ([0], [1], [4]),
        ([1.5], [1], [4]),
        ([-1], [0], [4]),
        ([1], [1], [np.inf]),
        ([1], [np.nan], [4]),
    ],
)
def test_histories_that_cannot_be(x, t_x, T):
    with pytest.raises(ValueError):
        alive.fit(*(np.array(one, dtype="float64") for one in (x, t_x, T)))


@pytest.mark.parametrize("wrong", [0.0, -1.0, np.nan, np.inf])
def test_parameters_are_above_zero(wrong):
    with pytest.raises(ValueError):
        Alive(1.0, wrong, 1.0, 1.0)
