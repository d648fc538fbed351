"""Whole units of money, against Python's decimals."""

import doctest
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
from gifting import exact
from hypothesis import given
from hypothesis import strategies as st


def test_the_examples_in_the_module():
    found = doctest.testmod(exact)
    assert found.attempted >= 5 and not found.failed


# ten-thousandths, for amounts up to ten trillion
finer = st.integers(0, 10**17)


@given(finer)
def test_down_and_up_are_those_of_the_decimal(number):
    amount = Decimal(number) / 10_000
    down = int((amount * 100).to_integral_value(ROUND_FLOOR))
    up = int((amount * 100).to_integral_value(ROUND_CEILING))
    found = exact.at_most(float(amount), 0.01), exact.at_least(float(amount), 0.01)
    if number < 10**13:
        assert found == (down, up)
    else:
        # a float has no ten-thousandths there, but it still has the hundredths
        assert down <= found[0] <= up and down <= found[1] <= up


@given(st.lists(st.integers(0, 10**16), max_size=50), st.integers(1, 10**6))
def test_sums_and_products_of_any_size(units, factor):
    numbers = np.array(units, dtype="int64")
    assert exact.total(numbers) == sum(units)
    assert exact.times(numbers, factor).tolist() == [one * factor for one in units]
