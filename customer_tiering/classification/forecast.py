"""When a customer who misses their tier falls, if nothing changes (rule K13)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .settings import DAILY, WEEKLY, Transition
from .transition import period

STEPS = {DAILY: relativedelta(days=1), WEEKLY: relativedelta(weeks=1)}
MONTH = relativedelta(months=1)


def falls_on(
    rules: Transition,
    next_date: date | None,
    missed: int = 0,
    missed_since: date | None = None,
    missed_on: date | None = None,
    earned_since: date | None = None,
) -> date | None:
    """The earliest day on which a customer who misses their tier loses it, or None.

    ``next_date``     the next evaluation on the schedule, None without a schedule
    ``missed``, ``missed_since``, ``missed_on``   number of missed evaluations so far,
                      and the days of the first and the last of them
    ``earned_since``  since when the customer has had the tier

    The result is the latest of three days: the evaluation at which there are enough
    misses, the end of the grace, and the end of the minimum months in a tier. It is
    None if there are not enough misses and no evaluation is planned.

    >>> falls_on(Transition(misses=2, grace_days=90), date(2026, 4, 1), 1,
    ...          date(2026, 3, 1), date(2026, 3, 1), date(2025, 1, 1))
    datetime.date(2026, 5, 30)
    >>> falls_on(Transition(misses=3), date(2026, 4, 1), 1, date(2026, 3, 1),
    ...          date(2026, 3, 1))
    datetime.date(2026, 5, 1)
    """
    day = next_date
    if day is None:
        if missed < rules.misses:
            return None
    else:
        while True:
            if not missed or missed_on is None or _later(day, missed_on, rules):
                missed, missed_on = missed + 1, day
                missed_since = missed_since or day
            if missed >= rules.misses:
                break
            day += STEPS.get(rules.interval, MONTH)
    days = [day]
    if missed_since:
        days.append(missed_since + timedelta(days=rules.grace_days))
    if earned_since:
        days.append(earned_since + relativedelta(months=rules.hold_months))
    return max((d for d in days if d), default=None)


def _later(day: date, missed_on: date, rules: Transition) -> bool:
    """Whether ``day`` is in a later period: only one evaluation per period counts."""
    return period(day, rules.interval) > period(missed_on, rules.interval)
