"""Jobs that nobody takes: the scheduled action does not leave them lying."""

import logging

import pytest

OLDER = "UPDATE queue_job SET date_created = date_created - INTERVAL '61 min'"
LOOKS_AGAIN = """
SELECT 1 FROM ir_cron_trigger
 WHERE call_at BETWEEN (now() AT TIME ZONE 'utc') + INTERVAL '59 min'
                   AND (now() AT TIME ZONE 'utc') + INTERVAL '61 min'
"""


def evaluated(shop):
    states = shop.sql("SELECT state FROM customer_tier_evaluation")
    return {row["state"] for row in states}


def test_after_an_hour_the_scheduled_action_does_it(fresh, caplog):
    fresh.queue()
    assert fresh.sql(LOOKS_AGAIN)
    fresh.work_off()
    assert evaluated(fresh) == {"queued"}

    fresh.sql(OLDER)
    with caplog.at_level(logging.WARNING):
        fresh.work_off()

    assert "the scheduled action evaluates by itself" in caplog.text
    assert evaluated(fresh) == {"done"}
    assert fresh.ladder().standings == fresh.plain.standings
    assert [job["state"] for job in fresh.jobs()] == ["pending"] * 2


@pytest.mark.parametrize(
    "alive",
    [
        # the other one is at work, or was a moment ago; or this one is put off
        "UPDATE queue_job SET state = 'started' WHERE id = %(first)s",
        "UPDATE queue_job SET state = 'done', date_done = now() AT TIME ZONE 'utc'"
        " WHERE id = %(first)s",
        "UPDATE queue_job SET eta = now() AT TIME ZONE 'utc'",
    ],
)
def test_not_while_somebody_takes_jobs(fresh, alive):
    fresh.queue()
    fresh.sql(OLDER)
    first = fresh.jobs()[0]["id"]
    fresh.sql(alive % {"first": first})

    fresh.work_off()

    assert evaluated(fresh) == {"queued"}
