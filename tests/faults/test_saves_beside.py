"""People edit, sell, invoice and take money while evaluations run: no save fails."""

import statistics
from datetime import timedelta

import pytest
from conftest import DATABASE, NEW, build
from people import SAVES, evaluate_until, people_and_goods, trade
from workers import FORK, Worker

# how many connections an evaluation reads with
CONNECTIONS = {"by day": 1, "at night": 2}
FAILED = "SELECT count(*) FROM customer_tier_evaluation WHERE state <> 'done'"
# the day after the last one evaluated
NEXT = "SELECT max(as_of) + 1 FROM customer_tier_evaluation WHERE state = 'done'"
# what the last evaluation has read, and what the books say
READ = """
SELECT e.revenue_total, (
    SELECT sum(amount_untaxed_signed) FROM account_move
     WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
       AND invoice_date BETWEEN e.date_from AND e.as_of)
  FROM customer_tier_evaluation e ORDER BY as_of DESC LIMIT 1
"""


def percentile(seconds, percent):
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def always_night(env, connections):
    """Whatever time it is, ``connections`` read."""
    set_param = env["ir.config_parameter"].set_param
    set_param("customer_tiering.night_hours", "0-24")
    set_param("customer_tiering.night_connections", connections)
    env.cr.commit()


def in_quiet(database, rounds, patience):
    """(for `beside`, seconds of each save) with nothing else going on."""
    given = Worker(database, people_and_goods).result()
    # the first save of each kind fills caches
    Worker(database, trade, 2, NEW, given).result(patience)
    quiet, refused = Worker(database, trade, rounds, NEW, given).result(patience)
    assert not refused
    return given, quiet


def beside(server, database, when, rounds, patience, tally, lines, before):
    """Trade beside evaluations; the ratio of the 99th percentiles to `in_quiet`."""
    given, quiet = before
    Worker(database, always_night, CONNECTIONS[when]).result()
    first = max(NEW, server.rows(database, NEXT)[0][0])
    stop = FORK.Event()
    runs = Worker(database, evaluate_until, stop, first)
    busy, refused = Worker(database, trade, rounds, NEW, given).result(patience)
    stop.set()
    count = runs.result(patience)
    assert not refused
    assert len(busy) == len(quiet) == rounds * len(SAVES)
    # with what was saved meanwhile
    stop, last = FORK.Event(), first + timedelta(days=count)
    stop.set()
    assert Worker(database, evaluate_until, stop, last).result(patience) == 1
    assert server.rows(database, FAILED) == [(0,)]
    ((read, booked),) = server.rows(database, READ)
    assert read == booked
    tally["saves beside an evaluation"] += len(busy)
    tally["saves that failed"] += len(refused)
    tally["evaluations beside them"] += count
    for name, percent in (("half of them within", 50), ("99 % of them within", 99)):
        before, then = percentile(quiet, percent), percentile(busy, percent)
        lines.append(
            f"saves, {name}: {before * 1000:.0f} ms in quiet,"
            f" {then * 1000:.0f} ms beside evaluations {when}, {then / before:.2f} x"
        )
    return then / before


@pytest.mark.parametrize("when", CONNECTIONS)
def test_no_save_fails_beside_evaluations(server, database, when, tally, lines):
    quiet = in_quiet(database, 25, 300)
    beside(server, database, when, 25, 300, tally, lines, quiet)


@pytest.mark.long
def test_saves_beside_an_evaluation_of_200000(server, empty, tally, lines):
    server.copy(empty, DATABASE)
    Worker(DATABASE, build, 200_000).result(3600)
    quiet = in_quiet(DATABASE, 250, 3600)
    assert beside(server, DATABASE, "by day", 250, 3600, tally, lines, quiet) <= 2
    # when nobody is at work, both cores may read
    beside(server, DATABASE, "at night", 250, 3600, tally, lines, quiet)
