"""The period of an evaluation."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Window:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @classmethod
    def of_months(cls, as_of: date, months: int) -> "Window":
        """The ``months`` months up to and including ``as_of``.

        Raises ``ValueError`` if ``months`` is not positive.

        >>> Window.of_months(date(2026, 11, 22), 12)
        Window(first=datetime.date(2025, 11, 23), last=datetime.date(2026, 11, 22))

        The first day is the day after the same day n months ago. If that day does not
        exist in its month, the last day of that month is used.

        >>> Window.of_months(date(2026, 3, 31), 1).first
        datetime.date(2026, 3, 1)
        """
        if months <= 0:
            raise ValueError(f"a period needs at least one month, not {months}")
        return cls(as_of - relativedelta(months=months) + relativedelta(days=1), as_of)

    def months(self) -> int:
        """How many whole months lie in the window.

        >>> Window(date(2025, 1, 1), date(2025, 12, 31)).months()
        12
        >>> Window(date(2025, 1, 1), date(2025, 11, 15)).months()
        10
        """
        whole = self._calendar_months()
        if whole:
            return whole
        count = 0
        while Window.of_months(self.last, count + 1).first >= self.first:
            count += 1
        return count

    def before(self) -> "Window":
        """The window right before this one, as long as this one.

        It has as many months if this one consists of whole months, otherwise as many
        days:

        >>> print(Window(date(2024, 1, 1), date(2024, 12, 31)).before().first)
        2023-01-01
        >>> print(Window(date(2025, 1, 1), date(2025, 1, 15)).before().first)
        2024-12-17
        """
        months, last = self.months(), self.first - relativedelta(days=1)
        if months and Window.of_months(self.last, months).first == self.first:
            return Window(Window.of_months(self.last, 2 * months).first, last)
        if self._calendar_months():
            return Window(self.first - relativedelta(months=months), last)
        return Window(self.first - (self.last - last), last)

    def _calendar_months(self) -> int:
        """The number of calendar months that this window is made of, else 0."""
        following = self.last + relativedelta(days=1)
        if self.first.day != 1 or following.day != 1:
            return 0
        return (following.year - self.first.year) * 12 + (
            following.month - self.first.month
        )

    @classmethod
    def back(cls, as_of: date, months: int, count: int) -> list["Window"]:
        """``count`` windows of ``months`` months each, the latest one first.

        They are counted back from ``as_of``, without gaps or overlaps:

        >>> [str(w.first) for w in Window.back(date(2026, 3, 31), 1, 3)]
        ['2026-03-01', '2026-02-01', '2026-01-01']

        The first ``n`` windows together are the window of ``n * months`` months.
        """
        firsts = [
            cls.of_months(as_of, months * (place + 1)).first for place in range(count)
        ]
        lasts = [as_of, *(first - relativedelta(days=1) for first in firsts)]
        return [cls(first, last) for first, last in zip(firsts, lasts, strict=False)]
