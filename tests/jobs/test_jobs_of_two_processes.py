"""Real job runners: two Odoo processes work on one database at the same time."""

import pytest
from processes import wait_until

BATCH = 500
# both schemes read it while they collect; so a lock on it stops them half way
READ_BY_ALL = "LOCK TABLE crm_lead IN ACCESS EXCLUSIVE MODE"


def check_result(shop):
    """As the plain way: the same ladder, each change once, all followers through."""
    ladder = shop.ladder()
    assert len(ladder.standings) == len(shop.plain.standings) > 1100
    assert ladder.standings == shop.plain.standings
    assert ladder.changes == shop.plain.changes
    evaluations = shop.sql("SELECT scheme_id FROM customer_tier_evaluation")
    assert len({row["scheme_id"] for row in evaluations}) == len(evaluations) == 2


def test_two_schemes_by_two_processes_at_once(fresh, start):
    first, second = start(2)

    with fresh.session() as hold:
        hold.execute(READ_BY_ALL)
        fresh.queue()
        assert len(fresh.jobs()) == 2, "the scheduled action only enqueues"

        def both_at_work():
            return len(fresh.at_work()) == 2

        wait_until(both_at_work)
        assert fresh.at_work() == {first.pid, second.pid}
        # people see how far it is
        running = fresh.sql("SELECT state, stage FROM customer_tier_evaluation")
        assert running == [{"state": "running", "stage": "collect"}] * 2
        # the scheduled action comes by again, and nothing is begun twice
        fresh.work_off()

        def both_put_off():
            waiting = [job["result"] for job in fresh.jobs("pending")]
            return waiting == ["another job works on the scheme"] * 2

        wait_until(both_put_off)
        assert len(fresh.at_work()) == 2
        hold.rollback()
    wait_until(fresh.done, 120)

    check_result(fresh)
    jobs = fresh.jobs()
    assert {job["worker_pid"] for job in jobs} == {first.pid, second.pid}
    assert {job["channel"] for job in jobs} == {"root.customer_tiering"}
    steps = [job["result"] for job in jobs]
    assert sum("evaluation" in (step or "") for step in steps) == 2, steps
    # a job for each batch of each follower
    announcing = fresh.sql(
        "SELECT f.id, e.change_count FROM customer_tier_follower f"
        " JOIN customer_tier_evaluation e ON e.id = f.evaluation_id"
        " WHERE f.name = 'announce'"
    )
    batches = {
        f"customer.tier.follower({row['id']},)": 1 + row["change_count"] // BATCH
        for row in announcing
    }
    assert max(batches.values()) > 1
    assert {name: steps.count(name) for name in batches} == batches


@pytest.mark.long
def test_killed_in_the_middle_it_is_done_by_the_other_process(fresh, start):
    first, second = start(2)
    pyramid = fresh.schemes[:1]

    with fresh.session() as hold:
        hold.execute(READ_BY_ALL)
        fresh.queue(*pyramid)
        (pid,) = wait_until(fresh.at_work)
        victim, survivor = (first, second) if pid == first.pid else (second, first)

        # the queue takes a job for dead that long after it was started, not before
        def old_enough():
            return fresh.sql(
                "SELECT 1 FROM queue_job WHERE date_enqueued"
                " < (now() AT TIME ZONE 'utc') - INTERVAL '11 s'"
            )

        wait_until(old_enough)
        victim.kill()
        hold.rollback()
    wait_until(fresh.done, 180)

    (job,) = [j for j in fresh.jobs() if "evaluation" in (j["result"] or "")]
    assert job["worker_pid"] == survivor.pid
    assert job["retry"] == 2
    assert "Re-queued dead job" in survivor.said()
    one = fresh.sql("SELECT id FROM customer_tier_scheme ORDER BY id LIMIT 1")[0]["id"]
    assert fresh.ladder().standings == [
        row for row in fresh.plain.standings if row["scheme_id"] == one
    ]
