"""What must hold of every match, whatever the documents and payments are."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.matching import match
from loader.rounding import round_half_up

cents = st.integers(1, 100_000).map(lambda value: value / 100)
rates = st.sampled_from([0.5, 0.9, 1.0, 1.37, 7.1])
payment = st.tuples(st.integers(0, 3), cents, rates, st.integers(0, 30))
document = st.tuples(cents, rates, st.booleans())


def frames(documents, payments):
    total, rate, foreign = (list(values) for values in zip(*documents, strict=True))
    rate = np.where(foreign, rate, 1.0)
    frame = pd.DataFrame({"total": total, "digits": 2, "foreign": foreign})
    frame["balance"] = round_half_up(frame["total"] / rate, 2)
    paid = pd.DataFrame(payments, columns=["document", "amount", "rate", "day"])
    paid["document"] = (paid["document"] % len(frame)).astype(int)
    paid["date"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(
        paid["day"].astype(int), unit="D"
    )
    at_home = ~frame["foreign"].to_numpy()[paid["document"]]
    paid_rate = np.where(at_home, 1.0, paid["rate"].astype(float))
    paid["amount"] = paid["amount"].astype(float)
    paid["balance"] = round_half_up(paid["amount"] / paid_rate, 2)
    return frame, paid


@settings(max_examples=300, deadline=None)
@given(st.lists(document, min_size=1, max_size=4), st.lists(payment, max_size=12))
def test_nothing_is_lost_or_made(documents, payments):
    frame, paid = frames(documents, payments)
    found = match(frame, paid, 2)
    partials = found.partials
    by_document = partials.groupby("document")["amount_currency"].sum()
    owed = frame["total"] - by_document.reindex(frame.index, fill_value=0)
    assert np.allclose(owed, found.documents["residual_currency"], atol=1e-6)
    given_sum = (
        paid.groupby("document")["amount"].sum().reindex(frame.index, fill_value=0)
    )
    # paid as far as the money goes, never more than owed
    expected = np.minimum(given_sum, frame["total"])
    assert np.allclose(frame["total"] - owed, expected, atol=1e-6)
    for side, name in ((found.documents, "document"), (found.payments, "payment")):
        differences = partials[f"difference_{name}"]
        taken = (partials["amount"] + differences).groupby(partials[name]).sum()
        before = frame["balance"] if name == "document" else paid["balance"]
        left = before - taken.reindex(before.index, fill_value=0)
        assert np.allclose(left, side["residual"], atol=1e-6)
        assert (side["residual"] >= 0).all()
        # settled in its own currency is settled in the company's
        assert (side["residual"][side["residual_currency"] == 0] == 0).all()
    assert (partials["amount"] >= 0).all()
    differences = partials[["difference_document", "difference_payment"]]
    at_home = ~frame["foreign"].to_numpy()[partials["document"]]
    assert not differences[at_home].any(axis=None)


def test_rounding_is_odoos():
    values = [2.675, -2.675, 1.005, 0.125, -0.125, 0.0, 1e9 + 0.005, 3.4999]
    assert round_half_up(values, 2).tolist() == [
        *(2.68, -2.68, 1.01, 0.13, -0.13, 0.0),
        *(1000000000.01, 3.5),
    ]
    assert round_half_up([2.5, -1.5], 0).tolist() == [3.0, -2.0]
