"""People edit, sell, invoice and take money while evaluations run: no save fails."""

import statistics
from datetime import timedelta

import pytest
from conftest import DATABASE, NEW, build
from people import SAVES, evaluate_until, people_and_goods, trade
from workers import FORK, Worker

FAILED = "SELECT count(*) FROM customer_tier_evaluation WHERE state <> 'done'"
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


def beside(server, database, rounds, patience, tally, lines):
    """Trade in quiet, then beside evaluations; the ratio of the 99th percentiles."""
    given = Worker(database, people_and_goods).result()
    # the first save of each kind fills caches
    Worker(database, trade, 2, NEW, given).result(patience)
    quiet, refused = Worker(database, trade, rounds, NEW, given).result(patience)
    assert not refused
    stop = FORK.Event()
    runs = Worker(database, evaluate_until, stop, NEW)
    busy, refused = Worker(database, trade, rounds, NEW, given).result(patience)
    stop.set()
    count = runs.result(patience)
    assert not refused
    assert len(busy) == len(quiet) == rounds * len(SAVES)
    # with what was saved meanwhile
    stop, last = FORK.Event(), NEW + timedelta(days=count)
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
            f" {then * 1000:.0f} ms beside evaluations, {then / before:.2f} x"
        )
    return then / before


def test_no_save_fails_beside_evaluations(server, database, tally, lines):
    beside(server, database, 25, 300, tally, lines)


@pytest.mark.long
def test_saves_beside_an_evaluation_of_200000(server, empty, tally, lines):
    server.copy(empty, DATABASE)
    Worker(DATABASE, build, 200_000).result(3600)
    ratio = beside(server, DATABASE, 250, 3600, tally, lines)
    assert ratio <= 2
