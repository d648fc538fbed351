"""Somebody deletes a scheme while it is evaluated: it is gone, nothing complains."""

import logging

import pytest
from workers import COLLECT, Place, Worker, pending

LEFT = """
SELECT 'standing' FROM customer_tier_standing s
 WHERE NOT EXISTS (SELECT FROM customer_tier_scheme c WHERE c.id = s.scheme_id)
UNION ALL
SELECT 'change' FROM customer_tier_change s
 WHERE NOT EXISTS (SELECT FROM customer_tier_scheme c WHERE c.id = s.scheme_id)
"""


def complaining(env):
    """`pending`; the warnings and errors in the log."""
    said = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    pending(env)
    env["customer.tier.follower"]._run_pending()
    return said


def delete_all(env):
    env["customer.tier.scheme"].search([]).unlink()


@pytest.mark.parametrize(
    "place",
    [
        Place("customer.tier.evaluation", "_run"),
        Place(f"{COLLECT}:Reading", "collect"),
        Place("customer.tier.evaluation", "_keep_scheme", call=2),
        Place("customer.tier.follower", "_announce"),
    ],
    ids=str,
)
def test_deleted_meanwhile(server, database, tally, place):
    worker = Worker(database, complaining, place=place).reached()
    Worker(database, delete_all).result()
    worker.go_on()
    assert worker.result() == []
    assert server.rows(database, LEFT) == []
    assert (
        server.rows(database, "SELECT id FROM customer_tier_scheme WHERE active") == []
    )
    tally["schemes deleted while they were evaluated"] += 1


def test_deleted_while_it_is_published(server, database, tally):
    """Whoever deletes waits for the end of the publication, and then deletes all."""
    place = Place("customer.tier.publisher", "_upsert")
    worker = Worker(database, complaining, place=place).reached()
    deleting = Worker(database, delete_all)
    worker.go_on()
    assert worker.result() == []
    # what was published meanwhile makes the deletion start again, as a click would
    if "SerializationFailure" in deleting.outcome():
        Worker(database, delete_all).result()
    assert server.rows(database, LEFT) == []
    assert (
        server.rows(database, "SELECT id FROM customer_tier_scheme WHERE active") == []
    )
    tally["schemes deleted while they were evaluated"] += 1
