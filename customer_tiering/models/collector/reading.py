"""One scheme reads Odoo's documents as of one day."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

import pandas as pd

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.tools import SQL

from ...classification import frame as columns
from ...classification import metrics_payment as payment
from ...classification.expected import Expectation
from ...tools.at_once import read_at_once
from . import customers, expected
from .accounts import payment_accounts
from .books import Books, books_statement, figures_of_all, read_books
from .ledger import LEDGER_COLUMNS, ledger_statement
from .population import GROUP, POPULATION, PURE_VENDOR, without_vendors
from .revenue import ISSUE_COLUMNS, issues
from .scope import Scope
from .source import read_frame
from .statistics import ensure_statistics

PAYMENTS = {c.name for c in (*payment.PAYMENT_COLUMNS, *payment.CREDIT_COLUMNS)}
# what takes longest, for several connections that share the reading
LONGEST = ("payments", "ledger", "books", "invoices")


@dataclass(frozen=True)
class Collection:
    """What an evaluation has read, all of the same moment.

    ``frame``   the customer frame
    ``issues``  one row per document that could not be counted: ``reason``, ``move_id``,
                ``partner_id``, ``amount`` (company currency)
    ``ledger``  the income of the period by journal item, see `read_ledger`
    ``books``   money and receivables, see `Books`; None if payments were not read
    ``expectation``  what was learned from all customers; None if the scheme uses no
                figure that needs it
    """

    frame: pd.DataFrame
    issues: pd.DataFrame
    ledger: pd.DataFrame
    books: Books | None = None
    expectation: Expectation | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """What each source is told: which documents count, and whose they are.

    A source is a function of a reading; it takes from here whatever depends on the
    scheme and on the day.

    ``env``          whose cursor reads
    ``scheme``       of ``customer.tier.scheme``
    ``as_of``        last day that counts
    ``scope``        the one customer to be read, see `scope.py`; None for all
    ``marks_until``  last day of the marks and lost leads that count; None for all
    ``first``        first day of the period; None for that of the scheme's own period
    ``expectation``  what an evaluation learned from all customers; None to learn it now
    ``connections``  to PostgreSQL, how many may read at a time
    """

    env: Environment
    scheme: BaseModel
    as_of: date
    scope: Scope | None = None
    marks_until: date | None = None
    first: date | None = None
    expectation: Expectation | None = None
    connections: int = 1

    # ------------------------------------------------------------ for the sources

    @property
    def window(self):
        """The period: a `Window`, whose ``first`` and ``last`` day both count."""
        window = self.scheme._window(self.as_of)
        return replace(window, first=self.first) if self.first else window

    @property
    def months(self):
        """How many whole months the period has."""
        own = self.scheme._window(self.as_of)
        return self.scheme.period_months if self.window == own else self.window.months()

    @property
    def companies(self):
        """Ids of the companies whose documents count."""
        return self.scheme._covered_companies().ids

    @cached_property
    def customers(self):
        """FROM item: the customer of each contact, see `customers`.

        Every source goes through it from the contact of a document to the customer.
        """
        if self.scope is None:
            return customers.customers(self.scheme)
        return SQL(
            "(SELECT * FROM UNNEST(%s, %s) everybody (id, customer_id))",
            list(self.scope.contacts),
            list(self.scope.customers),
        )

    def has_contact(self, column):
        """Condition that the contact in ``column`` (SQL) can have a customer.

        For a statement that sums up documents before it joins `customers`.
        """
        if self.scope is None:
            return SQL("%s IS NOT NULL", column)
        return SQL("%s = ANY(%s)", column, list(self.scope.contacts))

    @cached_property
    def accounts(self):
        """The `Accounts` of payments."""
        return self.scope.accounts if self.scope else payment_accounts(self.scheme)

    def rounded(self, amount):
        """``amount`` (SQL) rounded to the currency of the scheme (K07)."""
        rounding = SQL("%s::numeric", str(self.scheme.currency_id.rounding))
        return SQL("(ROUND(%s / %s) * %s)", amount, rounding, rounding)

    # ------------------------------------------------------------ reading

    def sources(self, needed):
        """Name -> `Source` of what has to be read for the columns ``needed`` (set)."""
        needed = expected.with_history(needed)
        sources = self.env["customer.tier.collector"]._sources(self)
        sources = {name: s for name, s in sources.items() if s.is_needed(needed)}
        if self.scheme.group_by:
            sources["group"] = GROUP
        return sources

    def rows(self, source):
        """The rows of one `Source`: DataFrame with ``partner_id`` and its columns."""
        return self._task(source)(self.env.cr)

    def _task(self, source):
        return partial(read_frame, sql=source.statement(self), columns=source.columns)

    def collect(self):
        """Everything that the scheme needs: a `Collection`.

        Raises UserError when no source fills a figure that the scheme decides by.
        """
        beside = {
            "issues": partial(read_frame, sql=issues(self), columns=ISSUE_COLUMNS),
            "ledger": partial(
                read_frame, sql=ledger_statement(self), columns=LEDGER_COLUMNS
            ),
        }
        frame, rows, expectation = self._read(beside, with_books=True)
        self._refuse_missing(frame)
        books = None
        if "books" in rows:
            figures = figures_of_all([rows["payments"], rows["credits"]])
            books = Books(rows["books"], figures)
        return Collection(frame, rows["issues"], rows["ledger"], books, expectation)

    def frame(self):
        """The customer frame: one row per customer of the scheme."""
        frame, _rows, _expectation = self._read()
        return frame

    def _read(self, beside=(), with_books=False):
        """The customer frame, ``{name: what was read}``, and what was learned or None.

        One statement per source, however many customers there are, and the tasks
        ``beside`` them, ``{name: function of a cursor}``.
        """
        self.env.flush_all()
        ensure_statistics(self.env)
        needed = self.scheme._collected_columns()
        if not needed.isdisjoint(PAYMENTS):
            # the bridges of money and receivables ask for all of them
            needed = needed | PAYMENTS
        sources = self.sources(needed)
        tasks = {name: self._task(source) for name, source in sources.items()}
        tasks["population"] = self._task(POPULATION)
        tasks.update(beside)
        if with_books and "credits" in sources:
            tasks["books"] = partial(read_books, sql=books_statement(self))
        longest = {name: tasks[name] for name in LONGEST if name in tasks}
        rows = read_at_once(self.env.cr, longest | tasks, self.connections)
        parts = [(_named(rows[name]), sources[name].columns) for name in sources]
        people = rows["population"]
        candidates = columns.assemble(people[columns.CUSTOMER], parts)
        vendors = people.sort_values(columns.CUSTOMER)[PURE_VENDOR.name].to_numpy()
        frame = without_vendors(candidates, vendors)
        frame, expectation = expected.completed(self, frame, needed)
        return frame, rows, expectation

    def _refuse_missing(self, frame):
        """UserError naming the deciding metrics that no source fills."""
        catalogue = self.env["customer.tier.metric"].with_context(active_test=False)
        filled = set(frame.columns)
        missing = []
        for code in sorted(self.scheme._deciding_codes()):
            if catalogue._collected_columns([code]) - filled:
                metric = catalogue.search([("code", "=", code)], limit=1)
                missing.append(metric.name or code)
        if missing:
            raise UserError(
                self.env._(
                    "“%(scheme)s” decides by “%(metrics)s”, but no installed app "
                    "provides this metric. Install the app it came with, or remove "
                    "it from the scheme's ranking, criteria, cut-offs and caps.",
                    scheme=self.scheme.name,
                    metrics="”, “".join(missing),
                )
            )


def _named(rows):
    """``rows`` of a source without what belongs to nobody."""
    if not rows[columns.CUSTOMER].hasnans:
        return rows
    named = rows[rows[columns.CUSTOMER].notna()]
    return named.astype({columns.CUSTOMER: "int64"})
