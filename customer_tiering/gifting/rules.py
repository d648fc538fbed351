"""What a budget allows, as frozen dataclasses: lines and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIXED = "fixed"
PERCENT = "percent"
SHARE = "share"
METHODS = (FIXED, PERCENT, SHARE)

REVENUE = "net_revenue"
MARGIN = "gross_margin"

# what a limit applies to, in the order in which limits are applied
LINE = "line"
CUSTOMER = "customer"
TIER = "tier"
SELLER = "salesperson"
COMPANY = "company"
COLUMN = {
    LINE: "budget_line_id",
    CUSTOMER: "partner_id",
    TIER: "tier_id",
    SELLER: "user_id",
}
SCOPES = (*COLUMN, COMPANY)
# the only key of ``Limit.used`` for a company
ALL = 0

NOTHING = "nothing"
# given even if the budget has no money left
FREE_FORMS = ("card", "brochure", "sample")

# codes that explain an amount
NO_LINE = "no_line"
NO_FIGURE = "no_figure"
NO_POOL = "no_pool"
AT_MINIMUM = "at_minimum"
AT_MAXIMUM = "at_maximum"
POOL_SCALED = "pool_scaled"
CAPPED = "capped_"


@dataclass(frozen=True)
class Line:
    """What customers of ``tier`` are given.

    ``method``   FIXED: ``amount``; PERCENT: ``percent`` of ``base`` within ``lower``
                 and ``upper``; SHARE: a share of a pool in proportion to ``weight``,
                 and to ``base`` if there is one, at most ``upper``
    ``form``     what is given, NOTHING for nothing
    ``key``      identifies the line; limits of scope LINE refer to it

    If the figure is missing or negative, a percentage is the lower bound (0 without
    one), and a customer has no share of a pool that is divided by that figure.
    """

    tier: int
    key: int
    form: str = "goods"
    method: str = FIXED
    amount: float = 0.0
    percent: float = 0.0
    base: str | None = None
    lower: float = 0.0
    upper: float | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"unknown method: {self.method!r}")
        if self.base not in (None, REVENUE, MARGIN):
            raise ValueError(f"unknown figure: {self.base!r}")
        if self.method == PERCENT and not self.base:
            raise ValueError("a percentage needs a figure")
        figures = (self.amount, self.percent, self.lower, self.upper or 0, self.weight)
        if min(figures) < 0:
            raise ValueError("no figure of a budget line can be negative")
        if self.upper is not None and self.lower > self.upper:
            raise ValueError("the lower bound is above the upper one")


@dataclass(frozen=True)
class Limit:
    """At most ``amount`` for each customer, tier, salesperson, line, or for all.

    ``only``  the one tier, salesperson or line it applies to; for CUSTOMER, the tier of
              the customers; None for each
    ``used``  how much each has used already; COMPANY: ``{ALL: amount}``
    ``note``  the code for customers that it reduces

    Limits per salesperson do not apply to customers without one.
    """

    scope: str
    amount: float
    only: int | None = None
    used: Mapping[int, float] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise ValueError(f"unknown scope: {self.scope!r}")
        if self.amount < 0:
            raise ValueError("a limit cannot be negative")


@dataclass(frozen=True)
class Rules:
    """``lines`` (one per tier at most), ``limits`` and the currency's ``unit``.

    ``shared``  the limits that a SHARE line without a LINE limit divides: COMPANY, or
                SELLER for each salesperson's limit among their own customers
    """

    lines: tuple[Line, ...]
    limits: tuple[Limit, ...] = ()
    shared: str = COMPANY
    unit: float = 0.01

    def __post_init__(self) -> None:
        tiers = [line.tier for line in self.lines]
        if len(set(tiers)) != len(tiers):
            raise ValueError("a tier has two lines")
        if self.shared not in (COMPANY, SELLER):
            raise ValueError(f"unknown pool to share: {self.shared!r}")
        if not self.unit > 0:
            raise ValueError("the currency's rounding must be above 0")
