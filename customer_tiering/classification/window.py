"""The days an evaluation looks at."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Window:
    """Closed interval of days ``first .. last``."""

    first: date
    last: date

    @classmethod
    def of_months(cls, as_of: date, months: int) -> "Window":
        """The ``months`` months that end on ``as_of``, that day included.

        Raises ``ValueError`` when ``months`` is not positive.

        >>> Window.of_months(date(2026, 11, 22), 12)
        Window(first=datetime.date(2025, 11, 23), last=datetime.date(2026, 11, 22))

        The day after the same day n months ago is the first: a month end that does
        not exist n months ago falls back to that month's last day.

        >>> Window.of_months(date(2026, 3, 31), 1).first
        datetime.date(2026, 3, 1)
        """
        if months <= 0:
            raise ValueError(f"a period needs at least one month, not {months}")
        return cls(as_of - relativedelta(months=months) + relativedelta(days=1), as_of)
