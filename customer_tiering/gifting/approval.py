"""Four eyes: who asked for a gift, and which changes an approval survives.

Plain data and functions over plain values. Whoever asked for a gift never approves it.
What they did is kept as a `Request`, which nobody can take back; the salesperson of
today asks as well, without one. An approval stands only as long as the gift is what the
approver saw.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

CREATED = "created"  # entered the gift, or made the plan
SALESPERSON = "salesperson"  # was the salesperson, or responsible for the plan
CHANGED = "changed"  # changed a field that decides
LOWERED = "lowered"  # recorded that an approved gift cost less
PLANNED = "planned"  # made the plan, or proposed its gifts
KINDS = (CREATED, SALESPERSON, CHANGED, LOWERED, PLANNED)

COST = "cost"


@dataclass(frozen=True)
class Request:
    """That ``user`` asked for a gift: ``kind`` is one of `KINDS`.

    ``of_plan``: they did it with the plan as a whole and not with this gift.
    """

    user: int
    kind: str
    of_plan: bool = False


def counts(request: Request, *, strict: bool, approved: bool = False) -> bool:
    """Whether ``request`` keeps its user from approving the gift.

    Making a plan asks for its gifts only in strict mode: tiers, budget and policy have
    decided them. A lower cost is within what was approved, and so asks for nothing
    until the gift has to be approved again.
    """
    if request.of_plan or request.kind == PLANNED:
        return strict
    return not (approved and request.kind == LOWERED)


def requesters(
    requests: Iterable[Request],
    salesperson: int | None,
    *,
    strict: bool,
    approved: bool = False,
) -> set[int]:
    """Users who may not approve the gift, or, if ``approved``, may not have."""
    users = {
        request.user
        for request in requests
        if counts(request, strict=strict, approved=approved)
    }
    return users | {salesperson} if salesperson else users


def only_lowers(changed: Collection[str], before: float, after: float) -> bool:
    """Whether the only change is a lower cost, which an approval covers."""
    return set(changed) == {COST} and 0 <= after <= before


def stands(
    changed: Collection[str],
    before: float,
    after: float,
    approvers: Collection[int],
    salesperson: int | None,
) -> bool:
    """Whether an approval survives that ``changed`` fields of the gift are new.

    ``before``, ``after``: its cost, in company currency. ``approvers``: who approved it
    and on whose behalf. ``salesperson``: the one after the change, None without one.
    Another salesperson changes nothing of the gift, but must not be an approver.
    """
    if salesperson in approvers:
        return False
    deciding = set(changed) - {"user_id"}
    return not deciding or only_lowers(deciding, before, after)
