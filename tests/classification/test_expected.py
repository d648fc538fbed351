"""What is expected of a customer frame, and when nothing is."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from classification import expected
from classification.alive import Alive
from classification.expected import NOTHING, Expectation, learn
from classification.metrics import collected, derive
from classification.spend import Spend
from simulated_buyers import AS_OF, history_frame, summed

RATES = Alive(1.2, 10.0, 0.8, 3.0)
VALUES = Spend(5.0, 4.0, 200.0)
COLUMNS = ["chance_active", "expected_revenue"]


@pytest.fixture(scope="module")
def trade():
    """6,000 customers of three years."""
    return history_frame(RATES, VALUES, 6000, 156)


@pytest.fixture(scope="module")
def learned(trade):
    return learn(trade, AS_OF)


def figures(frame, expectation, as_of=AS_OF):
    return expectation.add(frame, as_of, 0.01)


def test_the_data_suffice(learned):
    assert learned.lacking is None
    assert learned.repeat_buyers > 1000
    card = learned.card
    assert card.until == date(2026, 5, 22)
    assert card.expected == pytest.approx(card.came, rel=0.07)
    assert card.revenue_expected == pytest.approx(card.revenue_came, rel=0.1)
    assert card.error < card.rhythm_error
    assert learned.alive.r / learned.alive.alpha == pytest.approx(0.12, rel=0.1)
    assert learned.spend.average == pytest.approx(VALUES.average, rel=0.05)


def test_the_figures_are_those_of_the_models(trade, learned):
    found = figures(trade, learned)
    row = trade.iloc[7]
    x = np.array([row.purchase_days - 1.0])
    t_x = np.array([(row.last_purchase - row.first_purchase).days / 7])
    T = np.array([(pd.Timestamp(AS_OF) - row.first_purchase).days / 7])
    assert found["chance_active"].iloc[7] == pytest.approx(
        learned.alive.chance(x, t_x, T)[0], abs=5e-5
    )
    worth = learned.spend.value(
        x + 1, np.array([row.history_revenue / row.purchase_days])
    )
    assert found["expected_revenue"].iloc[7] == pytest.approx(
        learned.alive.purchases(x, t_x, T, 365 / 7)[0] * worth[0], abs=0.005001
    )
    assert "purchase_days" not in found and "earlier_last" not in found


def test_one_customer_alone_has_the_figures_they_have_among_all(trade, learned):
    together = figures(trade, learned)[COLUMNS]
    plain = json.loads(json.dumps(learned.to_plain()))
    kept = Expectation.from_plain(plain)
    assert kept == learned
    for place in range(0, len(trade), 97):
        alone = figures(trade.iloc[[place]], kept)[COLUMNS]
        assert alone.iloc[0].tolist() == together.iloc[place].tolist()


def test_the_order_of_the_customers_does_not_matter(trade, learned):
    assert learn(trade.iloc[::-1], AS_OF) == learned


def test_who_never_bought_is_expected_nothing_of(trade, learned):
    nobody = trade.iloc[[0]].assign(
        partner_id=0,
        first_purchase=pd.NaT,
        last_purchase=pd.NaT,
        earlier_last=pd.NaT,
        purchase_days=0,
        earlier_days=0,
        history_revenue=-5.0,
        earlier_revenue=0.0,
    )
    found = figures(pd.concat([trade, nobody]), learned)
    assert found[COLUMNS].iloc[-1].isna().all()
    assert found[COLUMNS].iloc[:-1].notna().all(axis=None)
    assert learn(pd.concat([trade, nobody]), AS_OF) == learned
    assert figures(nobody, learned)[COLUMNS].isna().all(axis=None)


def test_nobody_at_all(trade, learned):
    assert figures(trade.iloc[:0], learned).empty
    assert learn(trade.iloc[:0], AS_OF).lacking == expected.FEW_REPEAT_BUYERS


def buying(count, days=(800, 600, 400, 200)):
    sold = [
        {"partner_id": n, "day": AS_OF - timedelta(day + n % 50), "amount": 100.0 + n}
        for n in range(count)
        for day in days
    ]
    return summed(pd.DataFrame(sold).assign(day=lambda f: pd.to_datetime(f["day"])))


def test_fewer_than_a_hundred_repeat_buyers_are_too_few():
    few, enough = (learn(buying(count), AS_OF) for count in (99, 100))
    assert (few.lacking, few.repeat_buyers) == (expected.FEW_REPEAT_BUYERS, 99)
    assert (few.alive, few.spend, few.card) == (None, None, None)
    assert enough.repeat_buyers == 100
    assert enough.card is not None
    assert figures(buying(99), few)[COLUMNS].isna().all(axis=None)


@pytest.mark.parametrize("column", ["earlier_revenue", "history_revenue"])
def test_who_sent_everything_back_is_no_repeat_buyer(column):
    frame = buying(100)
    frame.loc[0, column] = 0.0
    assert learn(frame, AS_OF).lacking == expected.FEW_REPEAT_BUYERS


def test_customers_like_clockwork_are_better_judged_by_their_rhythm():
    """Every 30 days, and a third of them have stopped a year ago."""
    sold = [
        {
            "partner_id": n,
            "day": pd.Timestamp(AS_OF - timedelta(day + n % 30)),
            "amount": 50.0,
        }
        for n in range(300)
        for day in range(0 if n % 3 else 400, 1500, 30)
    ]
    found = learn(summed(pd.DataFrame(sold)), AS_OF)
    assert found.lacking == expected.RHYTHM_IS_BETTER
    assert found.card.error > found.card.rhythm_error
    assert (found.alive, found.spend) == (None, None)
    assert Expectation.from_plain(json.loads(json.dumps(found.to_plain()))) == found


def test_a_later_day_with_what_was_learned_before(trade, learned):
    later = figures(trade, learned, AS_OF + timedelta(60))
    assert (later["chance_active"] <= figures(trade, learned)["chance_active"]).all()


def test_revenue_at_risk_comes_from_both(trade, learned):
    assert collected(["revenue_at_risk"]) == set(COLUMNS)
    found = derive(figures(trade, learned), ["revenue_at_risk"], AS_OF)
    expected_risk = found["expected_revenue"] * (1 - found["chance_active"])
    assert found["revenue_at_risk"].equals(expected_risk.rename("revenue_at_risk"))


def test_nothing_learned_is_nothing_expected(trade):
    assert figures(trade, NOTHING)[COLUMNS].isna().all(axis=None)
    assert Expectation.from_plain(NOTHING.to_plain()) == NOTHING


def test_a_currency_without_cents(trade, learned):
    revenue = learned.add(trade, AS_OF, 1.0)["expected_revenue"]
    assert (revenue == revenue.round()).all() and revenue.sum() > 0
