"""Gamma functions against Python's own, exact values and the recurrence."""

import math

import numpy as np
import pytest
from classification.gamma import digamma, log_gamma
from hypothesis import given
from hypothesis import strategies as st

EULER = 0.5772156649015329

positive = st.floats(1e-6, 1e6)


@given(positive)
def test_log_gamma_is_that_of_the_standard_library(x):
    expected = math.lgamma(x)
    assert abs(float(log_gamma(np.array(x))) - expected) <= 1e-13 * max(
        1, abs(expected), x
    )


@pytest.mark.parametrize("n", [1, 2, 3, 10, 20])
def test_factorials(n):
    found = float(np.exp(log_gamma(np.array([n]))[0]))
    assert found == pytest.approx(math.factorial(n - 1), rel=1e-13)


def test_digamma_of_one_is_minus_the_constant_of_euler():
    assert float(digamma(np.array(1.0))) == pytest.approx(-EULER, abs=1e-14)


def test_digamma_of_a_half():
    expected = -EULER - 2 * math.log(2)
    assert float(digamma(np.array(0.5))) == pytest.approx(expected, abs=1e-13)


@given(positive)
def test_digamma_steps_by_the_inverse(x):
    one, next_one = digamma(np.array([x, x + 1]))
    assert next_one - one == pytest.approx(1 / x, rel=1e-9, abs=1e-12)


@given(st.floats(0.01, 1e4))
def test_digamma_is_the_derivative(x):
    step = 1e-5 * x
    low, high = log_gamma(np.array([x - step, x + step]))
    assert float(digamma(np.array(x))) == pytest.approx(
        (high - low) / (2 * step), rel=1e-6, abs=1e-6
    )


def test_arrays_of_any_shape():
    assert log_gamma(np.ones((2, 3))).shape == (2, 3)
    assert digamma(np.ones(0)).shape == (0,)
