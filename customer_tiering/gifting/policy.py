"""Gifts against the rules: which rule, which figure, which limit.

How to use
----------
1. Build a frame of gifts, one row each, with what is known about them (`FACTS`; a
   column that is missing is filled with "not known").
2. Describe the rules by `Policy`, of which one code may have several.
3. ``check(gifts, policies, Setting(...))`` gives the *findings*: one row per gift and
   policy that has something to say, with the columns of `FINDINGS`.
4. ``strictest(findings)`` keeps the strictest finding of each code, ``verdict`` the
   strictest of each gift.

A rule is a function registered for a code by :func:`register`, together with the limits
of `Policy` that it reads; another package adds one the same way. It gets all gifts, a
policy and the setting, and yields `Hits`; those outside of the policy's scope are left
out afterwards. Money is in the currency of the gifts' company; what a policy says in
another one is converted by the column ``rate_<currency>`` (its price in the company's
currency, NaN if unknown).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

SEVERITIES = ("none", "info", "warn", "approve", "block")
NONE, INFO, WARN, APPROVE, BLOCK = range(5)

STRICT = "strict"
NORMAL = "normal"
RECORD = "record"

MANAGER = "manager"
COMPLIANCE = "compliance"

CARDS = ("card", "brochure")
# what is no gift in the sense of most rules
SMALL_FORMS = (*CARDS, "sample")

# amounts are compared to the fourth decimal; what lies beyond is noise
SCALE = 10_000

# what a rule may know of a gift -> what it takes for granted if nobody says
FACTS: dict[str, Any] = {
    "partner_id": None,
    "contact_id": None,
    "recipient_id": None,
    "country_id": None,
    "industry_id": None,
    "tag_ids": frozenset(),
    "occasion_id": None,
    "category_id": None,
    "tier_id": None,
    "plan_id": None,
    "budget_line_id": None,
    "date": None,
    "as_of": None,
    "form": "goods",
    "cost": 0.0,
    "list_value": 0.0,
    "amount": np.nan,
    "lifecycle": None,
    "evaluated_on": None,
    "decided_on": None,
    "official": "unknown",
    "government": False,
    "person": False,
    "own_business": False,
    "promotional": False,
    "family": False,
    "private_address": False,
    "accepts": None,
    "accepts_max": np.nan,
    "tender": False,
    "tender_closed": None,
    "quotation": 0.0,
    "hold": None,
    "blacklisted": False,
    "overdue": 0.0,
    "overdue_since": None,
    "forbidden": None,
    "sensitive": None,
    "purpose": None,
    "nothing_asked": None,
}
DAYS = ("date", "as_of", "evaluated_on", "decided_on", "tender_closed", "overdue_since")
AMOUNTS = (
    "cost", "list_value", "amount", "accepts_max", "quotation", "overdue",
)  # fmt: skip
FLAGS = (
    "government", "person", "own_business", "promotional", "family",
    "private_address", "tender", "blacklisted",
)  # fmt: skip

FINDINGS = (
    "gift",
    "code",
    "severity",
    "figure",
    "limit",
    "unit",
    "what",
    "policy",
    "approver",
    "exception",
)


@dataclass(frozen=True)
class Policy:
    """One rule as somebody wrote it down.

    ``amount``, ``count``, ``days``  the limit, in the unit its code asks for; 0: none
    ``second_amount``    a higher limit with a severity of its own, ``second_severity``
    ``currency``         of the amounts; None for that of the gifts' company
    ``share``            percent of the gifts
    ``kind``             which kind of sensitive product; None for all but mooncakes
    ``scope``            pairs (column, values): the gift must have one of each
    ``segment``          likewise, but one of all is enough
    ``family``           rules written as one set: a seasonal rule (C22) stands in for
                         the value per gift (C03) of its own family only
    ``exception``        a block may be lifted by the compliance officer
    """

    id: int
    code: str
    severity: str = "warn"
    amount: float = 0.0
    second_amount: float = 0.0
    second_severity: str | None = None
    currency: int | None = None
    count: int = 0
    days: int = 0
    share: float = 0.0
    kind: str | None = None
    family: str | None = None
    exception: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    scope: tuple[tuple[str, frozenset[Any]], ...] = ()
    segment: tuple[tuple[str, frozenset[Any]], ...] = ()

    def __post_init__(self) -> None:
        for severity in (self.severity, self.second_severity or "none"):
            if severity not in SEVERITIES:
                raise ValueError(f"unknown severity: {severity!r}")
        if min(self.amount, self.second_amount, self.count, self.days) < 0:
            raise ValueError(f"a limit of {self.code} cannot be below 0")

    @property
    def level(self) -> int:
        return SEVERITIES.index(self.severity)

    @property
    def second_level(self) -> int:
        return SEVERITIES.index(self.second_severity or self.severity)

    def rate(self, gifts: pd.DataFrame) -> np.ndarray:
        """Price of the policy's currency on each gift's day; NaN if none is known."""
        if self.currency is None:
            return np.ones(len(gifts))
        column = f"rate_{self.currency}"
        if column not in gifts:
            return np.full(len(gifts), np.nan)
        return gifts[column].to_numpy(dtype="float64")


@dataclass(frozen=True)
class Setting:
    """How the rules are read, and what was given before.

    ``past`` are gifts given or promised before: ``recipient_id``, ``partner_id``,
    ``date``, ``value``; without those that are checked.
    """

    mode: str = NORMAL
    past: pd.DataFrame | None = None
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def strict(self) -> bool:
        return self.mode == STRICT

    def soft(self, severity: int, limit: int = APPROVE) -> int:
        """``severity``; where ordinary trade is not stopped, ``limit`` at most."""
        return severity if self.strict else min(severity, limit)


@dataclass(frozen=True)
class Hits:
    """What a rule has to say: about which ``rows``, how bad, and by which figures."""

    rows: np.ndarray
    severity: int | np.ndarray
    what: str
    figure: float | np.ndarray = np.nan
    limit: float | np.ndarray = np.nan
    unit: str = ""
    approver: str | np.ndarray = MANAGER


Judge = Callable[[pd.DataFrame, Policy, Setting], Iterable[Hits]]
# what a policy may limit a gift by; fields of `Policy`
LIMITS = ("amount", "second_amount", "count", "days", "share", "kind")


@dataclass(frozen=True)
class Rule:
    """What is known about a code.

    ``judge``       yields the `Hits`
    ``limits``      which of `LIMITS` it reads; a form for policies shows only these
    ``needs_rate``  without a rate for the currency of its amount a gift cannot be
                    judged, which is a finding of its own
    """

    judge: Judge
    limits: tuple[str, ...] = ()
    needs_rate: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.limits) - set(LIMITS):
            raise ValueError(f"unknown limits: {sorted(unknown)}")


RULES: dict[str, Rule] = {}


def register(
    code: str, limits: Iterable[str] = (), needs_rate: bool | None = None
) -> Callable[[Judge], Judge]:
    """Decorator that makes a rule known for ``code``; see `Rule`.

    ``needs_rate``: by default if one of the limits is an amount.
    """
    limits = tuple(limits)
    if needs_rate is None:
        needs_rate = "amount" in limits

    def add(judge: Judge) -> Judge:
        RULES[code] = Rule(judge, limits, needs_rate)
        return judge

    return add


def declare(code: str, limits: Iterable[str] = ()) -> None:
    """Make a code known that `check` finds nothing about: others apply it."""
    RULES[code] = Rule(lambda gifts, policy, setting: (), tuple(limits))


def limits_of(code: str) -> tuple[str, ...]:
    """Which of `LIMITS` the rule of ``code`` reads; none for an unknown code."""
    return RULES[code].limits if code in RULES else ()


def above(figure: ArrayLike, limit: ArrayLike) -> np.ndarray:
    """Above the limit, by more than noise; never where one of the two is unknown."""
    with np.errstate(invalid="ignore"):
        beyond: np.ndarray = np.rint(np.asarray(figure, "float64") * SCALE) > np.rint(
            np.asarray(limit, "float64") * SCALE
        )
    return beyond


def prepare(gifts: pd.DataFrame) -> pd.DataFrame:
    """``gifts`` with all facts, of fixed types, and what follows from them.

    Adds ``value`` (cost or list value, the higher), ``card`` and ``gift`` (not one of
    the small forms), and ``recipient_id`` where none is given.
    """
    result = gifts.reset_index(drop=True).copy(deep=False)
    for name, default in FACTS.items():
        if name not in result:
            result[name] = pd.Series([default] * len(result), dtype="object")
    for name in DAYS:
        result[name] = pd.to_datetime(result[name]).astype("datetime64[s]")
    for name in AMOUNTS:
        result[name] = pd.to_numeric(result[name], errors="coerce").astype("float64")
    for name in FLAGS:
        result[name] = result[name].eq(True).to_numpy(dtype=bool)
    result["official"] = result["official"].where(result["official"].notna(), "unknown")
    result["as_of"] = result["as_of"].fillna(result["date"])
    costs = result[["cost", "list_value"]].fillna(0.0).to_numpy()
    result["value"] = costs.max(axis=1) if len(costs) else 0.0
    result["card"] = result["form"].isin(CARDS).to_numpy(dtype=bool)
    result["gift"] = ~result["form"].isin(SMALL_FORMS).to_numpy(dtype=bool)
    for name, other in (("recipient_id", "contact_id"), ("recipient_id", "partner_id")):
        result[name] = result[name].where(result[name].notna(), result[other])
    return result


def in_scope(gifts: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Which of ``gifts`` the policy is about, by its validity and its scope."""
    rows = np.ones(len(gifts), dtype=bool)
    if policy.valid_from:
        rows &= (gifts["date"] >= pd.Timestamp(policy.valid_from)).to_numpy()
    if policy.valid_to:
        rows &= (gifts["date"] <= pd.Timestamp(policy.valid_to)).to_numpy()
    for column, values in policy.scope:
        rows &= _has(gifts, column, values)
    if policy.segment:
        rows &= np.logical_or.reduce(
            [_has(gifts, column, values) for column, values in policy.segment]
        )
    return rows


def _has(gifts: pd.DataFrame, column: str, values: frozenset[Any]) -> np.ndarray:
    if column.endswith("_ids"):
        known = gifts[column].where(gifts[column].notna(), None)
        found = [not values.isdisjoint(held or ()) for held in known]
        return np.array(found, dtype=bool)
    return gifts[column].isin(values).to_numpy(dtype=bool)


def check(
    gifts: pd.DataFrame, policies: Iterable[Policy], setting: Setting
) -> pd.DataFrame:
    """What ``policies`` have to say about ``gifts``; see `FINDINGS`.

    ``gift`` is the place of the gift in the frame, ``severity`` a number of
    `SEVERITIES`. In the mode *record* nothing is worse than a warning.
    """
    gifts = prepare(gifts)
    policies = [policy for policy in policies if policy.code in RULES]
    scopes = {id(policy): in_scope(gifts, policy) for policy in policies}
    _stand_in(policies, scopes)
    parts = [_no_findings()]
    for policy in policies:
        scope = scopes[id(policy)]
        if scope.any():
            hits = [*_no_rate(gifts, policy, setting)]
            hits += RULES[policy.code].judge(gifts, policy, setting)
            parts += [_findings(hit, policy, scope) for hit in hits]
    parts = [parts[0], *(part for part in parts[1:] if len(part))]
    found = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    if setting.mode == RECORD:
        found["severity"] = found["severity"].clip(upper=WARN)
    return found[found["severity"] > NONE].reset_index(drop=True)


def _stand_in(policies: Sequence[Policy], scopes: dict[int, np.ndarray]) -> None:
    """Where a seasonal rule applies, the value per gift of its family does not."""
    for policy in policies:
        if policy.code == "C22":
            for other in policies:
                if other.code == "C03" and other.family == policy.family:
                    scopes[id(other)] = scopes[id(other)] & ~scopes[id(policy)]


def _no_rate(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    if RULES[policy.code].needs_rate and policy.amount:
        rows = np.isnan(policy.rate(gifts)) & gifts["gift"].to_numpy()
        if rows.any():
            yield Hits(rows, APPROVE if setting.strict else WARN, "no_rate")


def _findings(hit: Hits, policy: Policy, scope: np.ndarray) -> pd.DataFrame:
    places = np.flatnonzero(hit.rows & scope)
    size = len(scope)

    def at(values: ArrayLike) -> np.ndarray:
        return np.broadcast_to(np.asarray(values), (size,))[places]

    return pd.DataFrame(
        {
            "gift": places,
            "code": policy.code,
            "severity": at(hit.severity).astype("int64"),
            "figure": at(hit.figure).astype("float64"),
            "limit": at(hit.limit).astype("float64"),
            "unit": hit.unit,
            "what": hit.what,
            "policy": policy.id,
            "approver": at(hit.approver),
            "exception": policy.exception,
        },
        columns=list(FINDINGS),
    )


def _no_findings() -> pd.DataFrame:
    types = {
        "gift": "int64", "code": "object", "severity": "int64", "figure": "float64",
        "limit": "float64", "unit": "object", "what": "object", "policy": "int64",
        "approver": "object", "exception": "bool",
    }  # fmt: skip
    return pd.DataFrame({name: pd.Series([], dtype=types[name]) for name in FINDINGS})


def strictest(findings: pd.DataFrame) -> pd.DataFrame:
    """The strictest finding of each gift and code, the worst of a gift first.

    Of two equally severe ones that counts which nobody may lift, then the one the
    compliance officer decides, then the lower limit.
    """
    order = findings.assign(
        officer=findings["approver"].ne(COMPLIANCE),
    ).sort_values(
        ["gift", "severity", "exception", "officer", "limit", "policy"],
        ascending=[True, False, True, True, True, True],
        kind="stable",
    )
    kept = order.drop_duplicates(["gift", "code"]).drop(columns="officer")
    return kept.sort_values(
        ["gift", "severity", "code"], ascending=[True, False, True], kind="stable"
    ).reset_index(drop=True)


def verdict(findings: pd.DataFrame, size: int) -> np.ndarray:
    """The strictest severity of each of ``size`` gifts, as a number."""
    worst = np.zeros(size, dtype="int64")
    np.maximum.at(worst, findings["gift"].to_numpy(), findings["severity"].to_numpy())
    return worst
