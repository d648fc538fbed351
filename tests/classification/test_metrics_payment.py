"""What follows from the collected figures of payments."""

from datetime import date

import pandas as pd
from classification import metrics
from classification import metrics_payment as payment
from classification.frame import assemble


def test_days_overdue_is_an_age_and_never_collected():
    frame = pd.DataFrame(
        {"oldest_overdue": pd.to_datetime(["2026-11-02", None, "2026-11-22"])}
    )

    derived = metrics.derive(frame, ["overdue_days"], date(2026, 11, 22))

    days = derived["overdue_days"]
    assert (days[0], days[2]) == (20, 0)
    assert pd.isna(days[1])
    assert metrics.collected(["overdue_days"]) == {"oldest_overdue"}


def test_who_is_not_mentioned_paid_nothing_and_has_no_averages():
    part = pd.DataFrame(
        {"partner_id": [1]} | {column.name: [1] for column in payment.PAYMENT_COLUMNS}
    )
    part["oldest_overdue"] = pd.to_datetime(["2026-11-02"])

    frame = assemble([1, 2], [(part, payment.PAYMENT_COLUMNS)])

    silent = frame.iloc[1]
    assert (silent["collected"], silent["due_amount"], silent["overdue_amount"]) == (
        0,
        0,
        0,
    )
    empty = ("days_late", "on_time_share", "days_to_pay", "prepaid_share")
    assert silent[[*empty, "oldest_overdue"]].isna().all()
    # the payments were read for them too
    assert silent["payments_known"]
