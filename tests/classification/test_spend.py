"""The value of a purchase against limits, published figures and simulated truth."""

import numpy as np
import pytest
from classification import spend
from classification.spend import Spend
from hypothesis import given
from hypothesis import strategies as st
from simulated_buyers import averages

# Fader and Hardie (2013), CDNOW, dollars
PUBLISHED = Spend(6.25, 3.74, 15.44)
TRUTH = Spend(4.0, 5.0, 300.0)

models = st.builds(
    Spend, st.floats(0.2, 20), st.floats(1.05, 20), st.floats(0.1, 10_000)
)
numbers = st.integers(1, 5000)
amounts = st.floats(0.01, 1e6)


def value(model, n, z):
    return float(model.value(np.array([n]), np.array([z]))[0])


def test_the_published_average():
    assert PUBLISHED.average == pytest.approx(35.22, abs=0.01)
    assert value(PUBLISHED, 0, 0) == pytest.approx(PUBLISHED.average)


@given(models, numbers, amounts)
def test_the_value_lies_between_the_own_average_and_that_of_all(model, n, z):
    low, high = sorted((z, model.average))
    assert low * (1 - 1e-9) <= value(model, n, z) <= high * (1 + 1e-9)


@given(models, numbers, amounts)
def test_more_purchases_count_more(model, n, z):
    assert abs(value(model, 2 * n, z) - z) <= abs(value(model, n, z) - z) + 1e-9 * z


def test_after_many_purchases_the_own_average_is_all():
    assert value(TRUTH, 10**9, 123.45) == pytest.approx(123.45)


def test_less_than_nothing_is_nothing():
    assert value(TRUTH, 3, -50.0) == value(TRUTH, 3, 0.0) > 0


@given(models, st.integers(1, 10**6))
def test_the_slope_is_that_of_the_likelihood(model, seed):
    n = np.random.default_rng(seed).integers(1, 30, 40).astype("float64")
    likelihood = spend._Likelihood(n, averages(TRUTH, n, seed) / 100, np.ones(40))
    parameters = np.array([model.p, model.q - 1, model.gamma / 100])
    slope = likelihood(parameters)[1]
    for place in range(3):
        step = np.zeros(3)
        step[place] = 1e-5 * parameters[place]
        high, low = likelihood(parameters + step)[0], likelihood(parameters - step)[0]
        assert slope[place] * parameters[place] == pytest.approx(
            (high - low) / 2e-5, rel=1e-3, abs=1e-2
        )


def test_parameters_are_found_again():
    """Of 30,000 customers: the average within 2 %, each parameter within 10 %."""
    n = np.random.default_rng(3).integers(1, 12, 30_000)
    found = spend.fit(n, averages(TRUTH, n))
    assert found.average == pytest.approx(TRUTH.average, rel=0.02)
    for name in ("p", "q", "gamma"):
        assert getattr(found, name) == pytest.approx(getattr(TRUTH, name), rel=0.1)


def test_the_currency_does_not_matter():
    n = np.random.default_rng(4).integers(1, 12, 3000)
    z = averages(TRUTH, n)
    dollars, yen = spend.fit(n, z), spend.fit(n, 150 * z)
    assert yen.p == pytest.approx(dollars.p, rel=1e-6)
    assert yen.gamma == pytest.approx(150 * dollars.gamma, rel=1e-6)


def test_the_order_and_who_bought_nothing_do_not_matter():
    n = np.random.default_rng(5).integers(0, 6, 3000)
    z = averages(TRUTH, n).round(2)
    found = spend.fit(n, z)
    assert spend.fit(n[::-1], z[::-1]) == found
    assert spend.fit(np.append(n, [0, 3, 2]), np.append(z, [0, 0, -5])) == found


@pytest.mark.parametrize("z", [[100.0] * 50, [0.01, 1e9], [5.0]])
def test_data_that_say_little_give_a_model_all_the_same(z):
    found = spend.fit(np.ones(len(z)), np.array(z))
    assert np.isfinite(value(found, 1, z[0]))


def test_heavy_tails_keep_an_average():
    rng = np.random.default_rng(6)
    found = spend.fit(np.ones(2000), np.exp(rng.normal(5, 3, 2000)))
    assert found.q > 1 and np.isfinite(found.average)


def test_nobody_bought():
    with pytest.raises(ValueError):
        spend.fit(np.array([0, 2]), np.array([0.0, -1.0]))


@pytest.mark.parametrize("p, q, gamma", [(0, 2, 1), (1, 1, 1), (1, 2, 0)])
def test_parameters_of_an_average(p, q, gamma):
    with pytest.raises(ValueError):
        Spend(p, q, gamma)
