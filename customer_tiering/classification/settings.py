"""What an administrator has chosen, frozen for one evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TIES_DOWN = "down"
TIES_UP = "up"
POPULATION_EXISTING = "existing"
POPULATION_ALL = "all"


@dataclass(frozen=True)
class Cut:
    """One rule of one tier: ``method`` and ``bar``, and perhaps a minimum value.

    ``bar`` is in the unit of the method; for percent of customers it is the tier's own
    share in percent, in (0, 100]. ``minimum`` (company currency) is demanded besides.
    Several cuts of one tier are alternatives.
    """

    tier: int
    method: str
    bar: float
    minimum: float | None = None


@dataclass(frozen=True)
class Settings:
    """A ladder: ranked tiers, best first, their cuts, and the lifecycle tiers.

    ``ladder``      tier keys, best first; the last is the remainder and has no cut
    ``cuts``        cuts of all but the last tier
    ``lifecycle``   lifecycle state -> tier key, for the states of
                    :mod:`.lifecycle` other than *existing*
    ``value``       column of the customer frame that ranks
    ``population``  whose number the percentages refer to
    ``ties``        whether a tied group that would overfill a tier goes down or up
    ``as_of``       the day of the evaluation
    ``new_days``    a first purchase this many days ago or fewer counts as *new*
    """

    ladder: tuple[int, ...]
    cuts: tuple[Cut, ...]
    lifecycle: Mapping[str, int]
    as_of: date
    value: str = "net_revenue"
    population: str = POPULATION_EXISTING
    ties: str = TIES_DOWN
    new_days: int = 90
    position: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
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
        position = {tier: place for place, tier in enumerate(self.ladder)}
        object.__setattr__(self, "position", position)
