"""kill -9 of the Odoo process that evaluates, at every stage; then the next one."""

import pytest
from conftest import BATCH, NEW
from ladder import Outcome
from workers import COLLECT, Place, Worker, scheduled, to_the_end

EVALUATION = "customer.tier.evaluation"
PUBLISHER = "customer.tier.publisher"
FOLLOWER = "customer.tier.follower"
STAGES = [
    # collect
    Place(COLLECT, "issues"),
    # classify
    Place(EVALUATION, "_held_before"),
    # publish
    Place(EVALUATION, "_settled"),
    Place(PUBLISHER, "_write_changes", after=True),
    Place(PUBLISHER, "_upsert", after=True),
    Place(EVALUATION, "_finish", after=True),
]
FOLLOWING = [
    Place(FOLLOWER, "_work_batch"),
    Place(FOLLOWER, "_announce", call=2),
    Place(FOLLOWER, "_announce", call=2, after=True),
]


@pytest.fixture
def killed(server, database, woken, tally):
    """A function: run the scheduled action and kill -9 its process at a place."""

    def kill(place):
        Worker(database, to_the_end, place=place).reached().kill()
        tally["kill -9 of an Odoo process"] += 1
        server.alone(database)
        # the scheduler comes by itself: what woke it is still there
        assert woken() == "now"

    return kill


@pytest.mark.parametrize("place", STAGES, ids=str)
def test_a_killed_run_is_run_again(database, observer, killed, state, settled, place):
    killed(place)
    assert state() == ("running", None)
    settled()


@pytest.mark.parametrize("place", FOLLOWING, ids=str)
def test_killed_followers_go_on_where_they_were(
    server, database, undisturbed, killed, state, settled, place
):
    """What a batch has committed is not done again, the batch that was cut is."""
    killed(place)
    assert state() == ("done", None)
    seen = Outcome.seen(server, database, NEW)
    _old, expected = undisturbed
    # the ladder is whole before the first of them begins
    assert seen.standings == expected.standings
    told = BATCH * (place.call - 1)
    assert seen.announced == (told, told)
    settled()


def test_killed_with_half_of_the_rows_written(
    server, database, observer, middle, state, woken, settled, tally
):
    """PostgreSQL is busy for a dead process; the next one steps back until it is not.

    Writing comes to a stand at the standing in the middle, whose row somebody holds.
    """
    with server.held_row(database, "customer_tier_standing", middle):
        worker = Worker(database, scheduled)
        server.wait_for_a_waiter(database)
        worker.kill()
        tally["kill -9 of an Odoo process"] += 1
        Worker(database, scheduled).result()
        assert state() == ("running", None)
        assert woken() == "later"
    server.alone(database)
    settled()
