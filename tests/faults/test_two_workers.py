"""Two processes want to evaluate the same scheme at the same time."""

import logging

import pytest
from workers import COLLECT, Place, Worker, pending, scheduled, to_the_end

EVALUATION = "customer.tier.evaluation"
LOG = "odoo.addons.customer_tiering.models.evaluation.customer_tier_evaluation_queue"


def telling(env):
    """`pending`, and what it says in the log."""
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    logger = logging.getLogger(LOG)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    pending(env)
    return said


@pytest.mark.parametrize(
    "place",
    [
        Place(f"{COLLECT}:Reading", "collect"),
        Place("customer.tier.publisher", "_upsert"),
    ],
    ids=str,
)
def test_one_runs_and_the_other_says_so(
    database, observer, state, settled, tally, place
):
    first = Worker(database, scheduled, place=place).reached()
    (said,) = Worker(database, telling).result()
    assert "Someone else is evaluating" in said
    assert state() == ("running", None)
    first.go_on()
    first.result()
    settled()
    tally["second workers that stepped back"] += 1


def test_who_comes_late_finds_it_done(database, settled, tally):
    """Between its list of what is pending and its turn, the other one has done it."""
    late = Worker(database, telling, place=Place(EVALUATION, "_run")).reached()
    Worker(database, scheduled).result()
    late.go_on()
    late.result()
    settled()
    tally["second workers that stepped back"] += 1


def test_the_scheduler_and_a_button(database, settled, tally):
    """The scheduled action pressed by hand while it runs: a sentence."""
    place = Place(f"{COLLECT}:Reading", "collect")
    first = Worker(database, scheduled, place=place).reached()
    assert "already executing" in Worker(database, scheduled).error()
    first.go_on()
    first.result()
    settled()
    tally["second workers that stepped back"] += 1


def test_somebody_saves_the_scheme_meanwhile(
    server, database, state, woken, settled, tally
):
    """His save goes through at once; the evaluation steps back and comes again."""
    place = Place("customer.tier.follower", "_enlist")
    worker = Worker(database, scheduled, place=place).reached()
    server.rows(database, "UPDATE customer_tier_scheme SET sequence = sequence")
    worker.go_on()
    worker.result()
    assert state() == ("running", None)
    assert woken() == "later"
    settled()
    tally["evaluations that gave way to a save"] += 1


def test_somebody_writes_on_what_a_follower_works_off(
    server, database, woken, settled, tally
):
    place = Place("customer.tier.follower", "_announce", call=2)
    worker = Worker(database, to_the_end, place=place).reached()
    server.rows(database, "UPDATE customer_tier_change SET rank = rank")
    worker.go_on()
    worker.result()
    assert woken() == "later"
    settled()
    tally["follower batches that gave way to a save"] += 1
