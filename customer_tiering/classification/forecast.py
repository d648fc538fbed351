"""When a customer falls who misses his tier, if nothing changes (rule K13)."""

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
    """The earliest day on which one who misses his tier loses it; None: never planned.

    ``next_date``     the next evaluation on the schedule, None where there is none
    ``missed``, ``missed_since``, ``missed_on``   evaluations missed so far, the day of
                      the first and of the last of them
    ``earned_since``  since when he holds the tier

    It is the latest of three days: that of the evaluation that makes the misses full,
    the end of the grace, and the end of the months held.

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
    """Whether ``day`` lies in a later period: of those in one, one counts."""
    return period(day, rules.interval) > period(missed_on, rules.interval)
