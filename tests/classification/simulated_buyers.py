"""Customers made up as the models of `alive` and `spend` suppose they are."""

from datetime import date

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta

AS_OF = date(2026, 11, 22)
WEEK = 7


def buyers(model, count, weeks, seed=1, later=0.0):
    """``count`` customers who first bought up to ``weeks`` ago, as a frame.

    Columns ``x``, ``t_x``, ``T``, ``active`` (at the end) and ``came`` (purchases in
    the ``later`` weeks after it). Times are exact, so there may be two purchases a day.
    """
    rng = np.random.default_rng(seed)
    T = rng.uniform(0, weeks, count)
    rate = rng.gamma(model.r, 1 / model.alpha, count)
    leaving = rng.beta(model.a, model.b, count)
    # a coin after each purchase; `stays` is how many repeat purchases there can be
    stays = rng.geometric(np.maximum(leaving, 1e-12)).astype(float)
    stays -= model.at_once
    x, t_x, came = np.zeros(count), np.zeros(count), np.zeros(count)
    clock = np.zeros(count)
    ended = np.where(stays > 0, np.inf, 0.0)
    going = np.flatnonzero(stays > 0)
    while len(going):
        clock[going] += rng.exponential(1 / np.maximum(rate[going], 1e-12))
        clock[going] = np.minimum(clock[going], 1e9)
        within = clock[going] <= T[going]
        x[going[within]] += 1
        t_x[going[within]] = clock[going[within]]
        came[going[~within & (clock[going] <= T[going] + later)]] += 1
        stays[going] -= 1
        left = stays[going] <= 0
        ended[going[left]] = clock[going[left]]
        going = going[~left & (clock[going] <= T[going] + later)]
    return pd.DataFrame({"x": x, "t_x": t_x, "T": T, "active": ended > T, "came": came})


def averages(model, n, seed=1):
    """The average of ``n`` purchases of each customer; 0 without any."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(model.q, 1 / model.gamma, len(n))
    total = rng.gamma(model.p * np.maximum(n, 1)) / rate
    return np.where(n > 0, total / np.maximum(n, 1), 0.0)


def history_frame(alive, spend, count, weeks, seed=1, months=6):
    """A customer frame with the whole history of simulated customers.

    It is counted in whole days, and several purchases on a day are one.
    """
    rng = np.random.default_rng(seed)
    rows = []
    rates = rng.gamma(alive.r, 1 / alive.alpha, count)
    leaving = rng.beta(alive.a, alive.b, count)
    scale = rng.gamma(spend.q, 1 / spend.gamma, count)
    first = (rng.uniform(0, weeks, count) * WEEK).astype(int)
    for customer in range(count):
        day, left = float(first[customer]), False
        while day >= 0 and not left:
            amount = rng.gamma(spend.p) / scale[customer]
            rows.append((customer + 1, int(day), round(amount, 2)))
            left = rng.uniform() < leaving[customer]
            day -= WEEK * rng.exponential(1 / max(rates[customer], 1e-9))
    sold = pd.DataFrame(rows, columns=["partner_id", "ago", "amount"])
    sold["day"] = pd.Timestamp(AS_OF) - pd.to_timedelta(sold["ago"], unit="D")
    return summed(sold, months)


def summed(sold, months=6, as_of=AS_OF):
    """The customer frame of ``sold``: ``partner_id``, ``day`` and ``amount``."""
    until = pd.Timestamp(as_of - relativedelta(months=months))
    days = sold.groupby(["partner_id", "day"], as_index=False)["amount"].sum()
    earlier = days[days["day"] <= until].groupby("partner_id")
    ever = days.groupby("partner_id")
    frame = pd.DataFrame(
        {
            "first_purchase": ever["day"].min(),
            "last_purchase": ever["day"].max(),
            "purchase_days": ever.size(),
            "history_revenue": ever["amount"].sum(),
        }
    )
    frame["earlier_days"] = earlier.size().reindex(frame.index, fill_value=0)
    frame["earlier_last"] = earlier["day"].max().reindex(frame.index)
    frame["earlier_revenue"] = earlier["amount"].sum().reindex(frame.index).fillna(0.0)
    return frame.reset_index()
