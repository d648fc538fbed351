"""The life cycle of a gift, move by move and over any sequence of moves."""

import pytest
from gifting.flow import (
    APPROVED,
    BUDGET,
    CANCELLED,
    COMMITTED,
    DECLINED,
    DEMANDS,
    END,
    EVIDENCE,
    GIVEN,
    MOVES,
    ON_HOLD,
    ORDERED,
    PLAN_CLOSED,
    PLAN_IS_DRAFT,
    PROPOSED,
    RELEASE,
    RETURNED,
    ROLES,
    SETTLED,
    STATES,
    VERDICT,
    WRONG_STATE,
    may_make,
    may_make_from,
    moves_from,
    obstacle,
    plan_obstacle,
)
from gifting.policy import COMPLIANCE, MANAGER
from hypothesis import given
from hypothesis import strategies as st

TARGETS = st.sampled_from(STATES)
SOME_ROLES = st.sets(st.sampled_from(ROLES))


def walk(state, targets):
    """Where a gift in ``state`` arrives that tries each move in turn."""
    for target in targets:
        if not obstacle(MOVES[target], state):
            state = target
        yield state


# ---------------------------------------------------------------- as written down

# state -> where a gift can go from there
FLOW = {
    PROPOSED: {APPROVED, CANCELLED},
    APPROVED: {PROPOSED, ORDERED, GIVEN, DECLINED, RETURNED, CANCELLED},
    ORDERED: {GIVEN, DECLINED, RETURNED, CANCELLED},
    GIVEN: set(),
    DECLINED: set(),
    RETURNED: set(),
    CANCELLED: {PROPOSED},
}
# move -> who may make it: (nobody special, manager, compliance officer, deputy)
RIGHTS = {
    PROPOSED: (False, True, True, False),
    APPROVED: (False, True, True, True),
    ORDERED: (False, True, False, False),
    GIVEN: (True, True, True, True),
    DECLINED: (True, True, True, True),
    RETURNED: (True, True, True, True),
    CANCELLED: (True, True, True, True),
}


@pytest.mark.parametrize("state", STATES)
def test_where_a_gift_can_go(state):
    assert {move.to for move in moves_from(state)} == FLOW[state]


@pytest.mark.parametrize("target", STATES)
def test_who_may_make_a_move(target):
    move = MOVES[target]
    people = (([], False), ([MANAGER], False), ([COMPLIANCE], False), ([], True))
    assert tuple(may_make(move, *person) for person in people) == RIGHTS[target]


def test_only_managers_and_compliance_cancel_what_was_approved():
    cancel = MOVES[CANCELLED]
    for state in (APPROVED, ORDERED):
        assert not may_make_from(cancel, state, [])
        assert may_make_from(cancel, state, [MANAGER])
        assert may_make_from(cancel, state, [COMPLIANCE])
    assert may_make_from(cancel, PROPOSED, [])


def test_what_a_move_demands():
    demands = {move.to: move.demands for move in MOVES.values() if move.demands}
    assert demands == {
        APPROVED: (VERDICT, BUDGET),
        **{state: (EVIDENCE,) for state in END},
    }


def test_a_hold_stops_all_but_the_way_back():
    held = {move.to: obstacle(move, move.origins[0], held=True) for move in moves()}
    assert held == {
        state: None if state in (PROPOSED, CANCELLED) else ON_HOLD for state in STATES
    }


def test_the_state_of_the_plan():
    for move in moves():
        back = move.to in (PROPOSED, CANCELLED)
        assert plan_obstacle(move, "closed") == PLAN_CLOSED
        assert plan_obstacle(move, "draft") == (None if back else PLAN_IS_DRAFT)
        assert plan_obstacle(move, "open") is None


def test_a_wrong_state_is_told_before_a_hold():
    assert obstacle(MOVES[ORDERED], PROPOSED, held=True) == WRONG_STATE


def test_lists_of_states_fit_together():
    assert set(MOVES) == set(STATES)
    assert set(END) < set(SETTLED) < set(STATES)
    assert set(COMMITTED) < set(STATES) - {PROPOSED, CANCELLED}
    assert set(RELEASE) == set(ROLES)


def moves():
    return MOVES.values()


# ---------------------------------------------------------------- for all


@given(TARGETS, st.lists(TARGETS))
def test_no_sequence_of_moves_leaves_an_end(start, targets):
    state = start
    for after in walk(start, targets):
        assert state not in END or after == state
        state = after


@given(st.lists(TARGETS))
def test_nothing_is_ordered_or_ends_without_an_approval(targets):
    approved = False
    for state in walk(PROPOSED, targets):
        approved = approved or state == APPROVED
        assert approved or state in (PROPOSED, CANCELLED)


def test_every_state_is_reached_and_everything_open_can_end():
    reached = {PROPOSED}
    for _state in STATES:
        reached |= {move.to for state in reached for move in moves_from(state)}
    assert reached == set(STATES)
    ending = set(END)
    for _state in STATES:
        ending |= {
            state
            for state in STATES
            if any(move.to in ending for move in moves_from(state))
        }
    assert ending == set(STATES)


@given(TARGETS, TARGETS, SOME_ROLES, SOME_ROLES, st.booleans())
def test_more_roles_never_take_a_right_away(target, state, roles, more, deputy):
    move = MOVES[target]
    both = roles | more
    assert may_make(move, roles, deputy) <= may_make(move, both, deputy)
    assert may_make(move, roles) <= may_make(move, roles, deputy=True)
    assert may_make_from(move, state, roles) <= may_make_from(move, state, both)


@given(TARGETS, TARGETS, st.booleans())
def test_a_hold_never_opens_a_way(target, state, held):
    move = MOVES[target]
    if obstacle(move, state):
        assert obstacle(move, state, held)


def test_a_move_demands_what_is_known():
    for move in moves():
        assert set(move.demands) <= set(DEMANDS)
        assert set(move.roles) | set(move.approved) <= set(ROLES)
        assert set(move.origins) <= set(STATES) - {move.to}
