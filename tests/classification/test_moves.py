"""Who would move, and what that is worth: by hand."""

import pandas as pd
import pytest
from classification.moves import direction, moves, tally

PLACES = {7: 0, 5: 1, 9: 2}


@pytest.fixture
def moved():
    """Customer 1 rises two tiers, 2 leaves, 3 stays, 4 enters, 5 was never there."""
    settled = pd.DataFrame(
        {
            "partner_id": [1, 3, 4, 5],
            "tier": [7, 5, 9, -1],
            "points": [90.0, 50.0, 10.0, 0.0],
            "net_revenue": [100.0, 60.0, 20.0, 0.0],
            "rank": [1, 2, 3, 0],
        }
    )
    before = pd.DataFrame(
        {
            "partner_id": [1, 2, 3],
            "tier": [9, 5, 5],
            "net_revenue": [70.0, 40.0, 60.0],
        }
    )
    return moves(settled, before, "points", PLACES)


def test_one_row_per_customer_of_either_ladder(moved):
    assert moved.to_dict("list") == {
        "partner_id": [1, 2, 3, 4],
        "from": [9, 5, 5, -1],
        "to": [7, -1, 5, 9],
        "value": [90.0, 0.0, 50.0, 10.0],
        "rank": [1, 0, 2, 3],
        # the new figures; of who leaves, what was known of them
        "net_revenue": [100.0, 40.0, 60.0, 20.0],
        "steps": [2, 0, 0, 0],
    }


def test_customers_and_revenue_per_move(moved):
    assert tally(moved).to_dict("split")["data"] == [
        [-1, 9, 1, 20.0],
        [5, -1, 1, 40.0],
        [5, 5, 1, 60.0],
        [9, 7, 1, 100.0],
    ]


def test_nobody_moves_where_nobody_is(moved):
    nobody = moves(
        pd.DataFrame({n: [] for n in ("partner_id", "tier", "rank", "net_revenue")}),
        pd.DataFrame({n: [] for n in ("partner_id", "tier", "net_revenue")}),
        "net_revenue",
        {},
    )
    assert nobody.empty
    assert tally(nobody).empty


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [(9, 7, "up"), (7, 9, "down"), (5, 5, "same"), (-1, 9, "entered"), (7, -1, "left")],
)
def test_what_a_move_is_called(before, after, name):
    assert direction(before, after, PLACES) == name
