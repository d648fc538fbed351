"""An evaluation reads on the streaming replica, and on the primary when it must."""

import re
import time

import pandas as pd
import pytest

LOGGER = (
    "odoo.addons.customer_tiering.models.evaluation.customer_tier_evaluation_replica"
)
PARAMETER = "customer_tiering.replica_seconds"
# what a collection's cursor says: is it a standby's, and not the evaluation's own?
REPLICA, PRIMARY = (True, True), (False, False)


@pytest.fixture
def evaluate(shop, caplog):
    """Evaluate the scheme as of a day as the scheduled action does; what it said.

    Returns the evaluation and the lines that its choice of a server has logged.
    """

    def run(patience=30):
        shop.env["ir.config_parameter"].set_param(PARAMETER, patience)
        evaluation = shop.scheme._queue_evaluation(shop.as_of)
        shop.env.cr.commit()
        caplog.clear()
        evaluation._run(checkpoint=shop.env.cr.commit)
        shop.env.cr.commit()
        return evaluation, [
            record.getMessage() for record in caplog.records if record.name == LOGGER
        ]

    return run


@pytest.fixture
def asked(shop, monkeypatch):
    """Per collection, whether its cursor was one of a standby, and whether another."""
    from odoo.addons.customer_tiering.models.collector.reading import Reading

    collect, answers = Reading.collect, []

    def asking(reading):
        cr = reading.env.cr
        cr.execute("SELECT pg_is_in_recovery()")
        answers.append((*cr.fetchone(), cr is not shop.env.cr))
        return collect(reading)

    monkeypatch.setattr(Reading, "collect", asking)
    return answers


def figures(shop):
    """The standings as people see them."""
    shop.env.cr.execute(
        "SELECT * FROM customer_tier_standing WHERE scheme_id = %s ORDER BY partner_id",
        [shop.scheme.id],
    )
    return shop.env.cr.dictfetchall()


def test_without_a_replica_the_primary_is_read_and_nothing_is_said(
    shop, server, evaluate, asked
):
    before = server.statements("COPY (")

    evaluation, said = evaluate()

    assert evaluation.state == "done"
    assert asked == [PRIMARY]
    assert server.statements("COPY (") == before
    assert said == []


def test_figures_are_read_on_the_replica(shop, replica, evaluate, asked):
    before = replica.statements("COPY (")

    evaluation, said = evaluate()

    assert evaluation.state == "done"
    assert asked == [REPLICA]
    assert replica.statements("COPY (") >= before + 5
    assert said == []


def test_the_result_is_the_same_as_on_the_primary(
    shop, server, replica, evaluate, asked
):
    from odoo.tools import config

    on_replica, _said = evaluate()
    collected = on_replica._collect()
    standings = figures(shop)
    assert len(standings) >= 300
    config["db_replica_host"] = None
    on_primary, _said = evaluate()

    assert on_primary.written_count == 0
    assert figures(shop) == standings
    again = on_primary._collect()
    for name in ("frame", "issues", "ledger"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(collected, name))
    assert asked == [REPLICA, REPLICA, PRIMARY, PRIMARY]


def test_what_was_committed_a_moment_ago_is_seen(shop, replica, evaluate, asked):
    """However late the replica was: what is classified is what was there."""
    for name in ("Anvil", "Bellows"):
        partner = shop.env["res.partner"].create({"name": name, "is_company": True})

        evaluation, said = evaluate()

        assert partner.id in {row["partner_id"] for row in figures(shop)}, name
        assert evaluation.written_count == 1
        assert said == []
    assert asked == [REPLICA, REPLICA]


def test_an_idle_primary_makes_no_replica_late(shop, replica, evaluate, asked):
    """By the age of the last transaction that it replayed it would be late."""
    patience = 10  # long enough for a machine that is busy with other things
    evaluate()

    def idle_for():
        return replica.sql(
            "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())"
        )[0][0]

    until = time.monotonic() + 120
    while idle_for() <= patience:
        assert time.monotonic() < until, "somebody else is at work on this server"
        time.sleep(0.5)

    _evaluation, said = evaluate(patience)

    assert said == []
    assert asked == [REPLICA, REPLICA]


def test_a_replica_that_is_behind_is_left(shop, replica, evaluate, asked):
    replica.sql("SELECT pg_wal_replay_pause()")
    try:
        started = time.monotonic()
        evaluation, said = evaluate(patience=2)
        waited = time.monotonic() - started
    finally:
        replica.sql("SELECT pg_wal_replay_resume()")

    assert evaluation.state == "done"
    assert asked == [PRIMARY]
    assert waited > 2
    assert said == [
        f"{evaluation} reads from the primary: the replica is behind by more than 2 s"
    ]


def test_a_replica_that_catches_up_in_time_is_waited_for(shop, replica, evaluate):
    from threading import Timer

    replica.sql("SELECT pg_wal_replay_pause()")
    before = replica.statements("COPY (")
    later = Timer(1.5, replica.sql, ["SELECT pg_wal_replay_resume()"])
    started = time.monotonic()
    later.start()
    try:
        _evaluation, said = evaluate()
    finally:
        later.join()

    assert time.monotonic() - started > 1.5
    assert replica.statements("COPY (") > before
    assert said == []


@pytest.mark.parametrize("seconds", ["0", "soon"])
def test_the_parameter_keeps_it_on_the_primary(shop, replica, evaluate, asked, seconds):
    evaluation, said = evaluate(patience=seconds)

    assert asked == [PRIMARY]
    assert len(said) == 1 and PARAMETER in said[0] and seconds in said[0]


def test_within_an_open_transaction_its_own_changes_count(shop, replica, asked, caplog):
    """Such as a load of documents that classifies before it commits."""
    shop.env["ir.config_parameter"].set_param(PARAMETER, 30)
    partner = shop.env["res.partner"].create({"name": "Chisel", "is_company": True})
    evaluation = shop.scheme._queue_evaluation(shop.as_of)

    evaluation._run()

    assert partner.id in {row["partner_id"] for row in figures(shop)}
    assert asked == [PRIMARY]
    assert [r.getMessage() for r in caplog.records if r.name == LOGGER] == [
        f"{evaluation} reads from the primary: it runs within a transaction that is "
        "not committed"
    ]
    shop.env.cr.rollback()


def test_a_replica_that_dies_while_it_is_read(shop, replica, evaluate, monkeypatch):
    from odoo.addons.customer_tiering.models.collector import reading

    read, tried = reading.read_frame, []

    def dying(cr, sql, columns):
        if columns is reading.LEDGER_COLUMNS:
            tried.append(cr.readonly)
            if cr.readonly:
                replica.stop()
        return read(cr, sql, columns)

    monkeypatch.setattr(reading, "read_frame", dying)
    before = figures(shop)
    try:
        evaluation, said = evaluate()
    finally:
        replica.start()

    assert tried == [True, False]
    assert evaluation.state == "done"
    assert figures(shop) == before
    assert len(said) == 1 and "reads from the primary" in said[0]
    assert re.search("terminat|closed", said[0]), said


def test_a_replica_that_is_gone(shop, replica, evaluate, asked):
    replica.stop()
    try:
        evaluation, said = evaluate()
        assert evaluation.state == "done"
        assert asked == [PRIMARY]
        assert len(said) == 1 and "reads from the primary" in said[0]
        assert "failed" in said[0] and str(replica.sockets) in said[0]
    finally:
        replica.start()

    # and at once again when it is back
    _evaluation, said = evaluate()

    assert asked == [PRIMARY, REPLICA] and said == []
