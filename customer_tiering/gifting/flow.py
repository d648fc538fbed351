"""Life cycle of a gift: states, the moves between them, and who may make each move.

Plain data and functions over plain values. A gift starts as PROPOSED; the states in
END are final and form the register. A move is named by the state that it leads to, and
`MOVES` describes all of them. Roles are names; the caller knows who has them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .policy import COMPLIANCE, MANAGER

PROPOSED = "proposed"
APPROVED = "approved"
ORDERED = "ordered"
GIVEN = "given"
DECLINED = "declined"
RETURNED = "returned"
CANCELLED = "cancelled"

STATES = (PROPOSED, APPROVED, ORDERED, GIVEN, DECLINED, RETURNED, CANCELLED)
# final: no move leaves them
END = (GIVEN, DECLINED, RETURNED)
# gifts in these states use up the budget
COMMITTED = (APPROVED, ORDERED, GIVEN)
# nothing is left to be done
SETTLED = (*END, CANCELLED)

ROLES = (MANAGER, COMPLIANCE)

# What a move demands before it is made, in this order.
VERDICT = "verdict"  # the policy judges the gift again and says who may approve it
BUDGET = "budget"  # the budget has enough left
EVIDENCE = "evidence"  # there is evidence of the gift, if the policy requires it
DEMANDS = (VERDICT, BUDGET, EVIDENCE)

# Why a gift cannot make a move.
WRONG_STATE = "wrong_state"
ON_HOLD = "on_hold"
PLAN_CLOSED = "plan_closed"
PLAN_IS_DRAFT = "plan_is_draft"


@dataclass(frozen=True)
class Move:
    """A move to the state ``to`` from one of the states ``origins``.

    ``roles``     any of these may make it; empty: everybody who may change the gift
    ``deputy``    a manager's deputy may make it as well
    ``approved``  of those, only these may make it with a gift that has left PROPOSED;
                  empty: all of them
    ``demands``   what is checked first, of `DEMANDS`
    ``back``      it leads away from giving, so a hold or a draft plan does not stop it
    """

    to: str
    origins: tuple[str, ...]
    roles: tuple[str, ...] = ()
    deputy: bool = False
    approved: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    back: bool = False


MOVES = {
    move.to: move
    for move in (
        Move(PROPOSED, (APPROVED, CANCELLED), ROLES, back=True),
        Move(APPROVED, (PROPOSED,), ROLES, deputy=True, demands=(VERDICT, BUDGET)),
        Move(ORDERED, (APPROVED,), (MANAGER,)),
        Move(GIVEN, (APPROVED, ORDERED), demands=(EVIDENCE,)),
        Move(DECLINED, (APPROVED, ORDERED), demands=(EVIDENCE,)),
        Move(RETURNED, (APPROVED, ORDERED), demands=(EVIDENCE,)),
        Move(CANCELLED, (PROPOSED, APPROVED, ORDERED), approved=ROLES, back=True),
    )
}
# who may release any gift from its hold; whoever held one may release it as well
RELEASE = ROLES


def moves_from(state: str) -> tuple[Move, ...]:
    """The moves that a gift in ``state`` can make, whoever makes them."""
    return tuple(move for move in MOVES.values() if state in move.origins)


def may_make(move: Move, roles: Collection[str], deputy: bool = False) -> bool:
    """Whether somebody with ``roles`` may make ``move`` at all.

    ``deputy``: they stand in for a manager today.
    """
    if not move.roles or not set(roles).isdisjoint(move.roles):
        return True
    return deputy and move.deputy


def may_make_from(move: Move, state: str, roles: Collection[str]) -> bool:
    """Whether somebody who may make ``move`` may make it with a gift in ``state``."""
    if state == PROPOSED or not move.approved:
        return True
    return not set(roles).isdisjoint(move.approved)


def obstacle(move: Move, state: str, held: bool = False) -> str | None:
    """Why a gift in ``state`` cannot make ``move``: WRONG_STATE, ON_HOLD or None."""
    if state not in move.origins:
        return WRONG_STATE
    return ON_HOLD if held and not move.back else None


def plan_obstacle(move: Move, plan_state: str) -> str | None:
    """Why the gifts of a plan cannot make ``move``: PLAN_CLOSED, PLAN_IS_DRAFT, None.

    ``plan_state``: ``draft``, ``open`` or ``closed``.
    """
    if plan_state == "closed":
        return PLAN_CLOSED
    return PLAN_IS_DRAFT if plan_state == "draft" and not move.back else None
