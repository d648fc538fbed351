"""The database server, or one session of it, ends in the middle of a run."""

import psycopg2
import pytest
from server import gone, kill, until
from workers import COLLECT, Place, Worker, scheduled, to_the_end

PUBLISHER = "customer.tier.publisher"
FOLLOWER = "customer.tier.follower"
PLACES = [
    Place(COLLECT, "issues"),
    Place(PUBLISHER, "_upsert", after=True),
    Place(FOLLOWER, "_announce", call=2, after=True),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_whole_server_crashes(
    server, database, observer, woken, settled, tally, place
):
    worker = Worker(database, to_the_end, place=place).reached()
    server.crash()
    tally["crashes of PostgreSQL"] += 1
    worker.go_on()
    assert "connection" in worker.error()
    server.start()
    assert woken() == "now"
    settled()


def answers(server):
    try:
        return server.rows("postgres", "SELECT 1")
    except psycopg2.DatabaseError as error:
        if not gone(error):
            raise
        return False


def test_kill_of_the_backend_with_half_of_the_rows_written(
    server, database, observer, middle, woken, settled, tally
):
    """PostgreSQL then ends all sessions and recovers, without being started anew."""
    with server.held_row(database, "customer_tier_standing", middle):
        worker = Worker(database, scheduled)
        kill(server.wait_for_a_waiter(database))
        tally["kill -9 of a PostgreSQL backend"] += 1
        worker.error()
    until(lambda: answers(server), "PostgreSQL has recovered")
    assert woken() == "now"
    settled()


def test_an_administrator_ends_the_session(
    server, database, observer, middle, woken, settled, tally
):
    with server.held_row(database, "customer_tier_standing", middle):
        worker = Worker(database, scheduled)
        backend = server.wait_for_a_waiter(database)
        server.rows("postgres", "SELECT pg_terminate_backend(%s)", [backend])
        tally["sessions ended by an administrator"] += 1
        worker.error()
    server.alone(database)
    assert woken() == "now"
    settled()
