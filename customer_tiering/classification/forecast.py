"""When a customer who misses their tier falls, if nothing changes (rule K13)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .schedule import days_from, first_after, period
from .settings import Transition

DAY = timedelta(days=1)


def falls_on(
    rules: Transition,
    next_date: date | None,
    missed: int = 0,
    missed_since: date | None = None,
    missed_on: date | None = None,
    earned_since: date | None = None,
    schedule_day: int | None = None,
) -> date | None:
    """The day on which a customer who misses their tier loses it, or None.

    ``next_date``     the next evaluation on the schedule, None without a schedule
    ``missed``, ``missed_since``, ``missed_on``   number of missed evaluations so far,
                      and the days of the first and the last of them
    ``earned_since``  since when the customer has had the tier
    ``schedule_day``  the day of the month of a monthly schedule

    The result is the first evaluation on the schedule by which there are enough misses,
    and the grace and the minimum months in a tier have ended: between evaluations
    nobody falls. Without a schedule it is the day from which an evaluation lets the
    customer fall, or None if there are not enough misses.

    >>> falls_on(Transition(misses=2, grace_days=90), date(2026, 4, 1), 1,
    ...          date(2026, 3, 1), date(2026, 3, 1), date(2025, 1, 1))
    datetime.date(2026, 6, 1)
    >>> falls_on(Transition(misses=3), date(2026, 4, 1), 1, date(2026, 3, 1),
    ...          date(2026, 3, 1))
    datetime.date(2026, 5, 1)
    """
    if next_date is None:
        if missed < rules.misses:
            return None
        return max(_ends(rules, missed_since, earned_since), default=None)
    for day in days_from(next_date, rules.interval, schedule_day):
        # only one evaluation per period counts
        if missed_on is None or period(day, rules.interval) > period(
            missed_on, rules.interval
        ):
            missed, missed_on = missed + 1, day
            missed_since = missed_since or day
        if missed >= rules.misses:
            break
    last = max([day, *_ends(rules, missed_since, earned_since)])
    return first_after(last - DAY, next_date, rules.interval, schedule_day)


def _ends(
    rules: Transition, missed_since: date | None, earned_since: date | None
) -> list[date]:
    """The ends of the grace and of the minimum months in a tier."""
    ends = []
    if missed_since:
        ends.append(missed_since + timedelta(days=rules.grace_days))
    if earned_since:
        ends.append(earned_since + relativedelta(months=rules.hold_months))
    return ends
