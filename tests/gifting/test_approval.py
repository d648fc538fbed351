"""Four eyes: whatever people do with a gift, nobody ends up approving their own."""

import pytest
from gifting.approval import (
    CHANGED,
    COST,
    CREATED,
    KINDS,
    LOWERED,
    PLANNED,
    SALESPERSON,
    Request,
    counts,
    only_lowers,
    requesters,
    stands,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

# enough of them that somebody is left who may approve
EVERYBODY = range(1, 7)
PEOPLE = st.sampled_from(EVERYBODY)
FIELDS = ("product_id", "partner_id", "date", COST)


def test_who_asked():
    asked = [Request(1, CREATED), Request(2, CHANGED), Request(3, SALESPERSON)]
    assert requesters(asked, 4, strict=False) == {1, 2, 3, 4}
    assert requesters(asked, None, strict=False) == {1, 2, 3}
    assert requesters([], None, strict=True) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_making_a_plan_asks_for_its_gifts_in_strict_mode_only(kind):
    of_plan = Request(1, kind, of_plan=True)
    assert counts(of_plan, strict=True)
    assert not counts(of_plan, strict=False)
    assert counts(Request(1, kind), strict=False) == (kind != PLANNED)


def test_a_lower_cost_asks_once_the_approval_is_gone():
    lowered = Request(1, LOWERED)
    assert not counts(lowered, strict=True, approved=True)
    assert counts(lowered, strict=False)


def test_what_only_lowers():
    assert only_lowers({COST}, 100, 99) and only_lowers([COST], 100, 100)
    assert not only_lowers({COST}, 100, 100.01)
    assert not only_lowers({COST}, 100, -1)
    assert not only_lowers({COST, "date"}, 100, 99)
    assert not only_lowers(set(), 100, 99)


def test_which_changes_an_approval_survives():
    assert stands({COST}, 100, 99, {1}, 2)
    assert not stands({COST}, 100, 101, {1}, 2)
    assert not stands({"product_id"}, 100, 100, {1}, 2)
    assert stands({"user_id"}, 100, 100, {1}, 2)
    assert stands({"user_id"}, 100, 100, {1}, None)
    assert not stands({"user_id"}, 100, 100, {1, 3}, 3)
    assert stands({"user_id", COST}, 100, 50, {1}, 2)
    assert not stands({"user_id", "date"}, 100, 100, {1}, 2)


class FourEyes(RuleBasedStateMachine):
    """One gift, six people, and a memory of our own of what each of them did.

    ``hands``: who had a hand in what is asked for now, without the code under test.
    """

    @initialize(creator=PEOPLE, salesperson=PEOPLE, strict=st.booleans(), maker=PEOPLE)
    def enter(self, creator, salesperson, strict, maker):
        self.strict = strict
        self.salesperson, self.cost, self.approver = salesperson, 100, None
        self.requests = [
            Request(creator, CREATED),
            Request(maker, PLANNED, of_plan=True),
        ]
        self.hands = {creator, salesperson} | ({maker} if strict else set())
        self.lowered = set()

    def asking(self, approved=False):
        return requesters(
            self.requests, self.salesperson, strict=self.strict, approved=approved
        )

    def change(self, changed, cost, salesperson):
        if self.approver and not stands(
            changed, self.cost, cost, {self.approver}, salesperson
        ):
            self.drop()
        self.cost, self.salesperson = cost, salesperson

    def drop(self):
        self.approver = None
        self.hands |= self.lowered
        self.lowered = set()

    @rule(who=PEOPLE, field=st.sampled_from(FIELDS), cost=st.integers(0, 200))
    def edit(self, who, field, cost):
        self.save(who, field, cost if field == COST else self.cost)

    @rule(who=PEOPLE, share=st.integers(0, 100))
    @precondition(lambda self: self.approver)
    def lower(self, who, share):
        self.save(who, COST, self.cost * share / 100)

    def save(self, who, field, cost):
        if self.approver and only_lowers({field}, self.cost, cost):
            self.requests.append(Request(who, LOWERED))
            self.lowered.add(who)
        else:
            self.requests.append(Request(who, CHANGED))
            self.hands.add(who)
        self.change({field}, cost, self.salesperson)

    @rule(to=PEOPLE)
    def pass_on(self, to):
        self.requests.append(Request(self.salesperson, SALESPERSON))
        self.hands.add(to)
        self.change({"user_id"}, self.cost, to)

    @rule()
    @precondition(lambda self: self.approver)
    def set_back(self):
        self.drop()

    @rule(data=st.data())
    @precondition(lambda self: not self.approver and set(EVERYBODY) - self.asking())
    def approve(self, data):
        who = data.draw(st.sampled_from(sorted(set(EVERYBODY) - self.asking())))
        assert who not in self.hands
        self.approver = who

    @invariant()
    def nobody_has_approved_their_own(self):
        if self.approver:
            assert self.approver not in self.hands
            assert self.approver not in self.asking(approved=True)

    @invariant()
    def nobody_is_forgotten_and_nobody_accused(self):
        if not self.approver:
            assert self.asking() == self.hands


FourEyes.TestCase.settings = settings(max_examples=200, stateful_step_count=25)
TestFourEyes = FourEyes.TestCase
