"""The days of an occasion: eight kinds of rule, each a frozen dataclass.

How to use: create a rule and call `find` for its days in a period. A rule calculates
whole years (`of_year`); years without a day are always reported, as `Missing`.

How it works: the calendars come from dateutil (Easter), lunar_python (the Chinese
lunisolar calendar) and holidays (public holidays), not from tables of our own.
"""

import calendar
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, Protocol

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from dateutil.relativedelta import relativedelta

WESTERN, ORTHODOX = "western", "orthodox"
EASTER_METHODS: dict[str, Literal[2, 3]] = {
    WESTERN: EASTER_WESTERN,
    ORTHODOX: EASTER_ORTHODOX,
}
LAST = -1

# reasons why a year has no day
NO_SUCH_DAY = "no_such_day"
NO_SUCH_NAME = "no_such_name"
NO_DATA = "no_data"
UNKNOWN_PLACE = "unknown_place"


@dataclass(frozen=True, order=True)
class Day:
    """A day, or a period from ``first`` to ``last`` if it differs by customer."""

    first: date
    last: date | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Missing:
    """A year without a day, and the reason; ``detail`` is text for people."""

    year: int
    reason: str
    detail: str = ""


class Rule(Protocol):
    def of_year(self, year: int) -> Iterator[Day | Missing]: ...


@dataclass(frozen=True)
class FixedDay:
    """The same day every year; 29 February becomes the 28th in other years.

    >>> [str(day.first) for day in FixedDay(2, 29).of_year(2027)]
    ['2027-02-28']
    """

    month: int
    day: int

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        last = calendar.monthrange(year, self.month)[1]
        if self.day > last and (self.month, self.day) != (2, 29):
            yield Missing(year, NO_SUCH_DAY)
        else:
            yield Day(date(year, self.month, min(self.day, last)))


@dataclass(frozen=True)
class WeekdayOfMonth:
    """The nth weekday of a month (0 is Monday), counted from the end if negative.

    >>> [str(day.first) for day in WeekdayOfMonth(11, 3, 4).of_year(2026)]
    ['2026-11-26']
    >>> [str(day.first) for day in WeekdayOfMonth(5, 0, LAST).of_year(2026)]
    ['2026-05-25']
    """

    month: int
    weekday: int
    nth: int

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        count = calendar.monthrange(year, self.month)[1]
        days = [date(year, self.month, number + 1) for number in range(count)]
        days = [day for day in days if day.weekday() == self.weekday]
        place = self.nth - 1 if self.nth > 0 else self.nth
        if -len(days) <= place < len(days):
            yield Day(days[place])
        else:
            yield Missing(year, NO_SUCH_DAY)


@dataclass(frozen=True)
class EasterDay:
    """A number of days after Easter Sunday, or before it if negative.

    >>> [str(day.first) for day in EasterDay(0, ORTHODOX).of_year(2027)]
    ['2027-05-02']
    """

    offset: int = 0
    church: str = WESTERN

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        method = EASTER_METHODS[self.church]
        for easter_year in (year - 1, year, year + 1):  # may cross New Year
            day = easter(easter_year, method) + timedelta(days=self.offset)
            if day.year == year:
                yield Day(day)


@dataclass(frozen=True)
class LunisolarDay:
    """A day of the Chinese calendar, never in a leap month; 30 is a month's last day.

    Korea and Vietnam calculate for other meridians: use `CountryHoliday` for their
    feasts.

    >>> [str(day.first) for day in LunisolarDay(8, 15).of_year(2026)]
    ['2026-09-25']
    """

    month: int
    day: int

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        # the 11th and 12th lunar month can fall in the next Gregorian year
        for lunar_year in (year - 1, year):
            found = self._of_lunar_year(lunar_year)
            if found and found.year == year:
                yield Day(found)
            elif not found and lunar_year == year:
                yield Missing(year, NO_SUCH_DAY)

    def _of_lunar_year(self, year: int) -> date | None:
        from lunar_python import Lunar, LunarMonth  # only if there is such an occasion

        month = LunarMonth.fromYm(year, self.month)
        if not month:
            return None
        # a month with 30 days can have 29 in the next year
        day = min(self.day, month.getDayCount()) if self.day == 30 else self.day
        if not 1 <= day <= month.getDayCount():
            return None
        solar = Lunar.fromYmd(year, self.month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())


@dataclass(frozen=True)
class CountryHoliday:
    """A holiday of a country, by any of ``names``, since libraries rename them.

    Consecutive days with that name form a block; the ``nth`` day of each block is used,
    -1 for the last. A lunar feast can occur twice in a year.
    """

    country: str
    names: tuple[str, ...]
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)
    nth: int = 1

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        try:
            listed, detail = self._listed(year)
        except (NotImplementedError, ValueError, KeyError) as error:
            yield Missing(year, UNKNOWN_PLACE, str(error))
            return
        wanted = {name.strip().casefold() for name in self.names}
        days = {
            day: estimated
            for day, name, estimated in listed
            if name.casefold() in wanted
        }
        found = False
        for block in blocks(sorted(days)):
            place = self.nth - 1 if self.nth > 0 else self.nth
            if -len(block) <= place < len(block):
                day = block[place]
                found = found or year in (block[0].year, day.year)
                if day.year == year:
                    yield Day(day, estimated=days[day])
        if not found and not any(day.year == year for day, *_rest in listed):
            yield Missing(year, NO_DATA, detail)
        elif not found:
            known = {name for day, name, _e in listed if day.year == year}
            names = ", ".join(sorted(known))
            yield Missing(year, NO_SUCH_NAME, f"{names}. {detail}".strip(" ."))

    def _listed(self, year: int) -> tuple[list[tuple[date, str, bool]], str]:
        """``(day, name, estimated)`` for three years, and the warnings."""
        import holidays  # takes 0.2 s: only if there is such an occasion

        listed: list[tuple[date, str]] = []
        # a block can cross New Year; a warning says which years are known
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for wanted in (year - 1, year, year + 1):
                listed += holidays.country_holidays(
                    self.country,
                    subdiv=self.subdivision or None,
                    years=wanted,
                    observed=False,
                    language="en_US",
                    categories=self.categories,
                ).items()
        told = "; ".join(dict.fromkeys(str(warning.message) for warning in caught))
        return [
            (day, name, estimated)
            for day, names in listed
            for name, estimated in split_names(names)
        ], told


def split_names(names: str) -> list[tuple[str, bool]]:
    """``(holiday, whether its day is an estimate)`` for the holidays of one day.

    >>> split_names("Mid-Autumn Festival; National Day (observed)")
    [('Mid-Autumn Festival', False), ('National Day', False)]
    >>> split_names("Eid al-Fitr (estimated)")
    [('Eid al-Fitr', True)]
    """
    return [
        (
            re.sub(r"\s*\(((observed|estimated)(, )?)+\)", "", name).strip(),
            "estimated" in name,
        )
        for name in names.split("; ")
    ]


def blocks(days: list[date]) -> list[list[date]]:
    """Split ascending ``days`` into runs of consecutive days."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


@dataclass(frozen=True)
class EveryMonths:
    """Every few months from ``anchor`` on; the 31st is the last day of shorter months.

    >>> [str(day.first) for day in EveryMonths(3, date(2026, 8, 31)).of_year(2027)]
    ['2027-02-28', '2027-05-31', '2027-08-31', '2027-11-30']
    """

    months: int
    anchor: date

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        first = (year - self.anchor.year) * 12 + 1 - self.anchor.month
        for offset in range(max(first, 0), first + 12):
            if offset % self.months == 0:
                yield Day(self.anchor + relativedelta(months=offset))


@dataclass(frozen=True)
class PartnerDay:
    """A different day for each customer: one period for each calendar month."""

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            yield Day(date(year, month, 1), date(year, month, last))


@dataclass(frozen=True)
class ByHand:
    """Days that people enter."""

    def of_year(self, year: int) -> Iterator[Day | Missing]:
        yield from ()


@dataclass(frozen=True)
class Found:
    days: list[Day] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


def find(rule: Rule, first: date, last: date) -> Found:
    """The days of ``rule`` from ``first`` to ``last``, ascending, each once.

    A period counts if it overlaps with ``first`` to ``last``. ``missing`` refers to
    every year that overlaps with them.
    """
    answers = [
        answer
        for year in range(first.year, last.year + 1)
        for answer in rule.of_year(year)
    ]
    days = {answer for answer in answers if isinstance(answer, Day)}
    return Found(
        sorted(
            (
                day
                for day in days
                if day.first <= last and (day.last or day.first) >= first
            ),
            key=lambda day: day.first,
        ),
        [answer for answer in answers if isinstance(answer, Missing)],
    )
