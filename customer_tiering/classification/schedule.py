"""The days on which a scheme is evaluated, and the periods between them.

Every month means the same day of every month. In a month without this day it is the
last one, but the day is not forgotten: 31 January, 28 February, 31 March.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .settings import DAILY, WEEKLY

DAYS = {DAILY: 1, WEEKLY: 7}


def days_from(first: date, interval: str, day: int | None = None) -> Iterator[date]:
    """``first`` and the scheduled days after it, without an end.

    ``day`` is the day of the month that a monthly schedule keeps; by default that of
    ``first``.

    >>> days = days_from(date(2026, 2, 28), "monthly", 31)
    >>> [str(next(days)) for _ in range(3)]
    ['2026-02-28', '2026-03-31', '2026-04-30']
    """
    yield first
    following = first
    while True:
        if interval in DAYS:
            following += timedelta(days=DAYS[interval])
        else:
            # a relativedelta ends at the last day of a shorter month
            following += relativedelta(months=1, day=day or first.day)
        yield following


def first_after(last: date, first: date, interval: str, day: int | None = None) -> date:
    """The first scheduled day after ``last``; the schedule starts with ``first``.

    >>> first_after(date(2026, 5, 10), date(2026, 1, 31), "monthly")
    datetime.date(2026, 5, 31)
    """
    if interval in DAYS:
        step = DAYS[interval]
        steps = max((last - first).days // step + 1, 0)
        return first + timedelta(days=step * steps)
    return next(one for one in days_from(first, interval, day) if one > last)


def period(day: date, interval: str) -> int:
    """Number of the schedule period with ``day``; later periods have higher numbers.

    >>> period(date(2026, 12, 1), "monthly") - period(date(2026, 11, 30), "monthly")
    1
    >>> period(date(2026, 11, 22), "weekly") == period(date(2026, 11, 16), "weekly")
    True
    """
    if interval == DAILY:
        return day.toordinal()
    if interval == WEEKLY:
        return (day.toordinal() - 1) // 7
    return day.year * 12 + day.month
