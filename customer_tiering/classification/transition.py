"""How slowly a customer falls (rules K12 to K14): computed, earned, capped, manual.

The cut-offs *compute* a tier. The transition turns it into the *earned* tier: customers
move up at once and down only after missed evaluations and grace. Then caps limit the
tier, and a manual tier comes last.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta
from numpy.typing import DTypeLike

from .frame import CUSTOMER, as_dates
from .lifecycle import EXISTING
from .metrics import derive
from .schedule import period
from .settings import Cap, Settings, Transition

FIX = "fix"
AT_LEAST = "at_least"
AT_MOST = "at_most"

BY_CUT = "computed"
BY_HOLD = "held"
BY_CAP = "capped"
BY_MANUAL = "manual"


def settle(
    decided: pd.DataFrame,
    prior: pd.DataFrame,
    overrides: pd.DataFrame,
    settings: Settings,
    hold: bool = False,
) -> pd.DataFrame:
    """From computed to effective tiers.

    ``decided``    of :func:`.decide.decide`
    ``prior``      the state before the as-of day: ``partner_id``, ``earned`` (tier),
                   ``earned_since``, ``missed`` (evaluations in a row), ``missed_since``
                   and ``missed_on``, the days of the first and the last of them.
                   If the customer fell on that day, it stays for the schedule period
    ``overrides``  ``partner_id``, ``kind`` (:data:`FIX` …), ``tier``; one per customer
    ``hold``       only figures are refreshed: customers do not move between ranked
                   tiers, and no evaluation counts as missed

    Adds ``computed``, the state columns, ``missed_on``, ``automatic`` (the tier without
    the manual one), ``decided_by`` (:data:`BY_CUT` …), ``differs`` (from what the
    figures give) and ``falling`` (see :func:`falling`); ``tier`` is the effective one
    from here on.
    """
    before = _aligned(prior, decided)
    computed = decided["tier"].to_numpy()
    state = _earned(decided, before, settings, hold)
    earned = state["earned"]
    capped = _capped(decided, earned, settings)
    manual = with_manual(decided[CUSTOMER], capped, overrides, settings.ladder)
    by = np.where(earned == computed, BY_CUT, BY_HOLD)
    by = np.where(capped != earned, BY_CAP, by)
    by = np.where(manual != capped, BY_MANUAL, by)
    at_once = _capped(decided, computed, settings)
    return decided.assign(
        computed=computed,
        **state,
        automatic=capped,
        tier=manual,
        decided_by=by,
        differs=manual != computed,
        falling=falling(decided[CUSTOMER], at_once, manual, overrides, settings.ladder),
    )


def falling(
    customers: pd.Series,
    at_once: np.ndarray,
    effective: np.ndarray,
    overrides: pd.DataFrame,
    ladder: tuple[int, ...],
) -> np.ndarray:
    """Whether only grace keeps each customer in their tier, so that they will fall.

    ``at_once`` is the tier by figures and caps without any grace. Customers kept by a
    manual tier are not falling. Neither are those who leave the ranked tiers, which
    happens at once. This is the only definition of *falling*.
    """
    ranked = _places(at_once, ladder) < len(ladder)
    then = with_manual(customers, at_once, overrides, ladder)
    return ranked & (_places(then, ladder) > _places(effective, ladder))


def _aligned(prior: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    before = prior.set_index(CUSTOMER).reindex(decided[CUSTOMER])
    before = before.set_axis(decided.index)
    for name in ("earned_since", "missed_since", "missed_on"):
        before[name] = as_dates(before[name]).astype("datetime64[s]")
    # to_numeric: the column of an empty frame has no type
    for name, missing in (("earned", -1), ("missed", 0)):
        before[name] = pd.to_numeric(before[name]).fillna(missing).astype("int64")
    return before


def _earned(
    decided: pd.DataFrame, before: pd.DataFrame, settings: Settings, hold: bool
) -> dict[str, np.ndarray]:
    """The state after this evaluation."""
    today = np.datetime64(settings.as_of, "s")
    nothing = np.datetime64("NaT", "s")
    rules = settings.transition
    computed = decided["tier"].to_numpy()
    old = _places(before["earned"].to_numpy(), settings.ladder)
    new = _places(computed, settings.ladder)
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    # customers who were not on the ladder, or who leave it, change their tier at once
    was_ranked = existing & (old < len(settings.ladder))
    worse = was_ranked & (new > old)
    missed = before["missed"].to_numpy()
    first = before["missed_since"].to_numpy(dtype="datetime64[s]")
    last = before["missed_on"].to_numpy(dtype="datetime64[s]")
    if hold:
        held = was_ranked & (new != old)
        stays, place = held, old
        missed, first, last = (
            np.where(was_ranked, missed, 0),
            np.where(was_ranked, first, nothing),
            np.where(was_ranked, last, nothing),
        )
    else:
        # one miss per period counts. The day of a fall stays for the period, so that a
        # second run cannot make the next step
        anew = _earlier_period(last, settings)
        counts = worse & anew
        kept_day = ~anew & (worse | (missed == 0))
        missed = np.where(worse, missed + counts, 0)
        first = np.where(worse & np.isnat(first) & counts, today, first)
        first = np.where(worse, first, nothing)
        last = np.where(counts, today, np.where(kept_day, last, nothing))
        falls = worse & (missed >= rules.misses) & (first + _days(rules) <= today)
        falls &= _held_until(before["earned_since"], rules) <= today
        stays = worse & ~falls
        # after one step down, the misses for the next step are counted from zero
        place = np.where(falls & (new > old + 1), old + 1, old)
        step = falls & (new > old + 1) if rules.one_step else np.zeros_like(falls)
        stays |= step
        missed = np.where(falls, 0, missed)
        first = np.where(falls, nothing, first)
    ladder = np.asarray(settings.ladder, dtype="int64")
    on_ladder = ladder[np.clip(place, 0, len(ladder) - 1)]
    earned = np.where(stays, on_ladder, computed)
    kept = earned == before["earned"].to_numpy()
    since = before["earned_since"].to_numpy(dtype="datetime64[s]")
    return {
        "earned": earned,
        "earned_since": np.where(kept & ~np.isnat(since), since, today),
        "missed": missed,
        "missed_since": first,
        "missed_on": last,
    }


def _places(tiers: np.ndarray, ladder: tuple[int, ...]) -> np.ndarray:
    """Place on the ladder; one after the last for a tier that is not on it."""
    places = pd.Index(ladder).get_indexer(pd.Index(tiers))
    return np.where(places < 0, len(ladder), places)


def _earlier_period(days: np.ndarray, settings: Settings) -> np.ndarray:
    """Whether each day is in an earlier schedule period than the evaluation."""
    interval = settings.transition.interval
    this = period(settings.as_of, interval)
    return _per_day(days, lambda day: period(day, interval) < this, bool, True)


def _held_until(since: pd.Series, rules: Transition) -> np.ndarray:
    """First day on which each customer can fall; long ago without a date."""
    months = relativedelta(months=rules.hold_months)
    days = since.to_numpy(dtype="datetime64[s]")
    return _per_day(
        days,
        lambda day: np.datetime64(day + months, "s"),
        "datetime64[s]",
        np.datetime64("0001-01-01", "s"),
    )


def _per_day(
    days: np.ndarray, function: Callable[[date], Any], dtype: DTypeLike, missing: Any
) -> np.ndarray:
    """``function`` of each day, called once per distinct day; there are few days."""
    codes, unique = pd.factorize(days)  # a gap has the code -1: the last entry
    values = [function(pd.Timestamp(day).date()) for day in unique]
    return np.array([*values, missing], dtype=dtype)[codes]


def _days(rules: Transition) -> np.timedelta64:
    return np.timedelta64(rules.grace_days, "D")


def _capped(
    decided: pd.DataFrame, earned: np.ndarray, settings: Settings
) -> np.ndarray:
    """The earned tiers after the caps; lifecycle tiers have no caps."""
    place = _places(earned, settings.ladder)
    ranked = place < len(settings.ladder)
    columns = settings.columns if settings.caps else ()
    frame = derive(decided, columns, settings.as_of)
    for cap in settings.caps:
        hit = ranked & _above(frame, cap)
        place = np.where(hit, np.maximum(place, settings.position[cap.tier]), place)
    ladder = np.asarray(settings.ladder, dtype="int64")
    on_ladder = ladder[np.clip(place, 0, len(ladder) - 1)]
    return np.where(ranked, on_ladder, earned)


def _above(frame: pd.DataFrame, cap: Cap) -> np.ndarray:
    hit = np.ones(len(frame), dtype=bool)
    for column, figure in cap.above:
        # no data is never above a figure
        hit &= frame[column].to_numpy(dtype="float64") > figure
    return hit


def with_manual(
    customers: pd.Series,
    tiers: np.ndarray,
    overrides: pd.DataFrame,
    ladder: tuple[int, ...],
) -> np.ndarray:
    """The tiers after manual tiers; lifecycle tiers count as below the ladder."""
    if overrides.empty:
        return tiers
    said = overrides.set_index(CUSTOMER).reindex(customers)
    kind = said["kind"].to_numpy()
    wanted = said["tier"].fillna(-1).to_numpy().astype("int64")
    own, asked = _places(tiers, ladder), _places(wanted, ladder)
    takes = kind == FIX
    takes |= (kind == AT_LEAST) & (asked < own)
    takes |= (kind == AT_MOST) & (asked > own)
    return np.where(takes, wanted, tiers)
