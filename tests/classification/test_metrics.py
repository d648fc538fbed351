"""What follows from collected columns, and the spans it is counted over."""

from datetime import date

import pandas as pd
import pytest
from classification.metrics import DERIVED, collected, derive
from classification.metrics_sales import COLLECTED
from classification.window import Window

AS_OF = date(2026, 11, 22)
NAN = float("nan")


def derived(name, **columns):
    frame = derive(pd.DataFrame(columns), [name], AS_OF)
    return frame[name]


def same(series, expected):
    return series.equals(pd.Series(expected, dtype="float64", name=series.name))


def test_intervals_passed_since_the_last_purchase():
    found = derived(
        "intervals_passed",
        last_purchase=pd.to_datetime(["2026-11-22", "2026-09-23", None, "2026-09-23"]),
        median_interval=[30.0, 30.0, 30.0, NAN],
    )
    assert same(found, [0.0, 2.0, NAN, NAN])


def test_share_of_returns():
    found = derived(
        "returns_share",
        refunded=[0.0, 10.0, 500.0, 10.0, 0.0],
        gross_invoiced=[40.0, 40.0, 40.0, 0.0, 0.0],
    )
    assert same(found, [0.0, 0.25, 1.0, NAN, NAN])


def test_growth():
    found = derived(
        "growth",
        net_revenue=[150.0, 0.0, -50.0, 100.0, 100.0],
        previous_revenue=[100.0, 100.0, 100.0, 0.0, -1.0],
    )
    assert same(found, [0.5, -1.0, -1.5, NAN, NAN])


def test_nobody_at_all():
    found = derived("growth", net_revenue=[], previous_revenue=[])
    assert found.empty


@pytest.mark.parametrize(
    "name, needed",
    [
        ("intervals_passed", {"last_purchase", "median_interval"}),
        ("returns_share", {"refunded", "gross_invoiced"}),
        ("growth", {"net_revenue", "previous_revenue"}),
        ("open_orders", {"open_orders"}),
    ],
)
def test_what_must_be_collected(name, needed):
    assert collected([name]) == needed


def test_no_metric_is_both_collected_and_derived():
    assert not set(COLLECTED) & set(DERIVED)
    assert len(set(COLLECTED)) == len(COLLECTED)


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 3, 31), date(2024, 2, 29)])
def test_windows_back_from_a_day_leave_no_gap(as_of):
    months = Window.back(as_of, 1, 24)
    assert months[0] == Window.of_months(as_of, 1)
    for later, earlier in zip(months, months[1:], strict=False):
        assert (later.first - earlier.last).days == 1
        assert earlier.first <= earlier.last
    # three months are a quarter, twelve are a year
    for size in (3, 12):
        whole = Window.back(as_of, size, 24 // size)
        assert [w.first for w in whole] == [w.first for w in months[size - 1 :: size]]
        assert [w.last for w in whole] == [w.last for w in months[::size]]
