"""The settings of a scheme, frozen for one evaluation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from .score import SCORE, UNIT, Criterion
from .segments import Segments
from .units import FINEST

TIES_DOWN = "down"
TIES_UP = "up"
POPULATION_EXISTING = "existing"
POPULATION_ALL = "all"

DAILY = "daily"
WEEKLY = "weekly"
MONTHLY = "monthly"
INTERVALS = (DAILY, WEEKLY, MONTHLY)


@dataclass(frozen=True)
class Cut:
    """One cut-off of one tier: ``method``, ``threshold`` and an optional minimum.

    ``threshold`` is in the unit of the method; for percent of customers it is the
    tier's own share in percent, in (0, 100]. Several cuts of one tier are alternatives.

    ``keep``     the threshold for customers who are already in the tier (or a better
                 one); None for the same threshold
    ``metric``   the metric to compare with the threshold; None for the ranking value
    ``times``    how many of the threshold's units the metric spans, such as 12 months
    ``minimum``  additional condition on ``minimum_metric`` (None: on the value)
    ``scores``   the least recency, frequency and value of a segment, see
                 :mod:`.segments`; empty for all other methods
    """

    tier: int
    method: str
    threshold: float
    minimum: float | None = None
    keep: float | None = None
    metric: str | None = None
    times: float = 1.0
    minimum_metric: str | None = None
    scores: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cap:
    """Customers above every figure of ``above`` get ``tier`` at best (rule K12).

    ``above`` has pairs (column, figure), such as 90 days overdue *and* 500 overdue.
    """

    tier: int
    above: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Transition:
    """How slowly customers fall (rule K13); they always move up at once.

    ``misses``       customers fall at this missed evaluation; only one evaluation per
                     ``interval`` counts
    ``grace_days``   they fall at the earliest this many days after the first miss
    ``hold_months``  they fall at the earliest after this many months in the tier
    ``one_step``     they fall by one tier at most
    """

    misses: int = 1
    grace_days: int = 0
    hold_months: int = 0
    one_step: bool = False
    interval: str = MONTHLY

    def __post_init__(self) -> None:
        if self.misses < 1:
            raise ValueError(f"missed evaluations: at least 1, not {self.misses}")
        if self.grace_days < 0 or self.hold_months < 0:
            raise ValueError("days of grace and months to hold cannot be below 0")
        if self.interval not in INTERVALS:
            raise ValueError(f"unknown interval: {self.interval!r}")


@dataclass(frozen=True)
class Settings:
    """The ladder (ranked tiers, best first) with its cuts, and the lifecycle tiers.

    ``ladder``      tier keys, best first; the last is the remainder and has no cut
    ``cuts``        cuts of all but the last tier
    ``lifecycle``   lifecycle state -> tier key, for the states of
                    :mod:`.lifecycle` other than *existing*
    ``value``       column of the customer frame by which customers are ranked
    ``population``  the customers that percentages refer to
    ``ties``        whether a tied group that would overfill a tier goes down or up
    ``as_of``       the day of the evaluation
    ``new_days``    customers are *new* up to this many days after their first purchase
    ``criteria``    the criteria of the column ``score``, if it is used
    ``group``       column of the frame; customers with the same value are ranked and
                    cut together (rule K20); None for all customers together
    ``caps``        limits to the tier, however much a customer buys
    ``transition``  how slowly customers fall
    ``unit``        the smallest difference of two values (the rounding of the currency)
    ``units``       the same for other columns that decide; the default is
                    :data:`.units.FINEST`
    ``segments``  how recency, frequency and value are scored; None if no cut asks
    """

    ladder: tuple[int, ...]
    cuts: tuple[Cut, ...]
    lifecycle: Mapping[str, int]
    as_of: date
    value: str = "net_revenue"
    population: str = POPULATION_EXISTING
    ties: str = TIES_DOWN
    new_days: int = 90
    criteria: tuple[Criterion, ...] = ()
    group: str | None = None
    caps: tuple[Cap, ...] = ()
    transition: Transition = Transition()
    unit: float = 0.01
    units: Mapping[str, float] = field(default_factory=dict)
    segments: Segments | None = None

    def __post_init__(self) -> None:
        if not self.ladder:
            raise ValueError("a ladder needs at least one ranked tier")
        if len(set(self.ladder)) != len(self.ladder):
            raise ValueError("a tier stands twice on the ladder")
        if self.ties not in (TIES_DOWN, TIES_UP):
            raise ValueError(f"unknown rule for ties: {self.ties!r}")
        if self.population not in (POPULATION_EXISTING, POPULATION_ALL):
            raise ValueError(f"unknown population: {self.population!r}")
        for cut in self.cuts:
            if cut.tier not in self.ladder[:-1]:
                raise ValueError(
                    "a cut belongs to a tier of the ladder, the last one excepted"
                )
        for cap in self.caps:
            if cap.tier not in self.ladder:
                raise ValueError("a cap holds at a tier of the ladder")
        if not all(unit > 0 for unit in (self.unit, *self.units.values())):
            raise ValueError("a unit must be above 0")
        needs_score = self.value == SCORE or any(c.method == SCORE for c in self.cuts)
        if needs_score and not self.criteria:
            raise ValueError("a score needs at least one criterion")
        if self.segments is None and any(cut.scores for cut in self.cuts):
            raise ValueError("a segment needs to know how recency is scored")

    @cached_property
    def position(self) -> Mapping[int, int]:
        """Tier key -> place on the ladder, 0 for the best."""
        return {tier: place for place, tier in enumerate(self.ladder)}

    def unit_of(self, column: str) -> float:
        """The smallest difference of two figures of ``column``."""
        if column == self.value:
            return self.unit
        return UNIT if column == SCORE else self.units.get(column, FINEST)

    def to_plain(self) -> dict[str, Any]:
        """The settings as plain JSON values, which :meth:`from_plain` can read."""
        plain = {**asdict(self), "as_of": self.as_of.isoformat()}
        # settings of an evaluation from before there were segments stay the same
        if self.segments is None:
            del plain["segments"]
        plain["cuts"] = tuple(
            {name: value for name, value in cut.items() if name != "scores" or value}
            for cut in plain["cuts"]
        )
        return plain

    @classmethod
    def from_plain(cls, values: Mapping[str, Any], as_of: date) -> "Settings":
        """The settings of an evaluation, stored as plain JSON, for another day."""
        segments = values.get("segments")
        return cls(
            **{
                **values,
                "as_of": as_of,
                "ladder": tuple(values["ladder"]),
                "cuts": tuple(
                    Cut(**{**cut, "scores": tuple(cut.get("scores", ()))})
                    for cut in values["cuts"]
                ),
                "segments": Segments.from_plain(segments) if segments else None,
                "criteria": tuple(
                    Criterion(**{**one, "table": tuple(map(tuple, one["table"]))})
                    for one in values.get("criteria", ())
                ),
                "caps": tuple(
                    Cap(cap["tier"], tuple(map(tuple, cap["above"])))
                    for cap in values.get("caps", ())
                ),
                "transition": Transition(**values.get("transition", {})),
            }
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the frame, collected or derived, that decide the tier."""
        names: list[str | None] = [self.value]
        names += self.segments.columns if self.segments else ()
        names += [criterion.metric for criterion in self.criteria]
        for cut in self.cuts:
            names += [cut.metric, cut.minimum_metric]
        names += [column for cap in self.caps for column, _ in cap.above]
        return tuple(dict.fromkeys(n for n in names if n and n != SCORE))
