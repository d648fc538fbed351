"""The gift that fits: hand-counted, and what holds whatever the catalogue is."""

import pandas as pd
import pytest
from gifting.suggestion import Product, suggest
from hypothesis import given
from hypothesis import strategies as st

TOP, BIG = 1, 2
TEA, CLOCK = 51, 52
CATALOGUE = (
    Product(1, 80, list_value=120, tags=frozenset({TEA})),
    Product(2, 150, list_value=200),
    Product(3, 150, tiers=frozenset({TOP})),
    Product(4, 90, tags=frozenset({CLOCK})),
    Product(5, 2, form="card"),
)


def frame(rows):
    return pd.DataFrame(rows, columns=["partner_id", "tier_id", "form", "amount"])


def chosen(rows, products=CATALOGUE, **wishes):
    found = suggest(frame(rows), products, **wishes)["product_id"]
    return [None if pd.isna(key) else key for key in found]


def test_the_dearest_that_the_amount_allows():
    rows = [(1, BIG, "goods", amount) for amount in (200, 150, 149.99, 80, 79.99)]
    assert chosen(rows) == [2, 2, 4, 1, None]


def test_of_two_that_cost_the_same_the_first():
    assert chosen([(1, TOP, "goods", 150)]) == [2]
    rest = [product for product in CATALOGUE if product.key != 2]
    assert chosen([(1, TOP, "goods", 150), (2, BIG, "goods", 150)], rest) == [3, 4]


def test_form():
    assert chosen([(1, TOP, "card", 5), (1, TOP, "sample", 500)]) == [5, None]


def test_what_is_liked_comes_first():
    rows = [(1, BIG, "goods", 200), (2, BIG, "goods", 200), (1, BIG, "goods", 79)]
    assert chosen(rows, likes={1: frozenset({TEA})}) == [1, 2, None]


def test_what_is_taboo_is_not_given():
    rows = [(1, BIG, "goods", 100), (2, BIG, "goods", 100)]
    assert chosen(rows, taboos={1: frozenset({CLOCK})}) == [1, 4]


def test_no_repeats():
    rows = [(1, BIG, "goods", 200), (2, BIG, "goods", 200)]
    assert chosen(rows, given={1: frozenset({2, 4})}) == [1, 2]


def test_cost_and_list_value():
    found = suggest(frame([(1, BIG, "goods", 200), (2, BIG, "goods", 10)]), CATALOGUE)
    assert found["cost"].tolist() == [150, 10]
    assert found["list_value"].tolist()[0] == 200
    assert found["list_value"].isna().tolist() == [False, True]


def test_no_catalogue_and_no_customers():
    assert chosen([(1, BIG, "goods", 200)], ()) == [None]
    assert chosen([]) == []


def test_a_cost_below_nothing():
    with pytest.raises(ValueError, match="cost"):
        Product(1, -1)


TAGS = st.frozensets(st.integers(50, 54), max_size=3)
PRODUCTS = st.lists(
    st.builds(
        Product,
        key=st.integers(1, 30),
        cost=st.integers(0, 20000).map(lambda cents: cents / 100),
        form=st.sampled_from(["goods", "card"]),
        tiers=st.frozensets(st.sampled_from([TOP, BIG]), max_size=2),
        tags=TAGS,
    ),
    max_size=12,
    unique_by=lambda product: product.key,
)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([TOP, BIG]),
        st.sampled_from(["goods", "card"]),
        st.integers(0, 25000).map(lambda cents: cents / 100),
    ),
    max_size=20,
)
WISHES = st.dictionaries(st.integers(1, 5), TAGS, max_size=5)
GIVEN = st.dictionaries(st.integers(1, 5), st.frozensets(st.integers(1, 30)))


@given(ROWS, PRODUCTS, WISHES, WISHES, GIVEN, st.randoms(use_true_random=False))
def test_against_looking_at_each(rows, products, likes, taboos, before, chance):
    """The same as trying every product for every customer, in any order of either."""
    none = frozenset()

    def best(partner, tier, form, amount):
        fits = [
            product
            for product in products
            if product.form == form
            and product.cost <= amount
            and (not product.tiers or tier in product.tiers)
            and not product.tags & taboos.get(partner, none)
            and product.key not in before.get(partner, none)
        ]
        liked = likes.get(partner, none)
        fits.sort(key=lambda p: (-len(p.tags & liked), -p.cost, p.key))
        return fits[0].key if fits else None

    mixed = list(products)
    chance.shuffle(mixed)
    found = chosen(rows, mixed, likes=likes, taboos=taboos, given=before)
    assert found == [best(*row) for row in rows]
