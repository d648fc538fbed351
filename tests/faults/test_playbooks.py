"""kill -9 and second workers while playbooks open steps: nothing opens twice."""

import pytest
from workers import Place, Worker

PLAYBOOK = "customer.playbook"
# more than one batch, and not all customers of the shop
CAP = 1_200
PLAYS = """
SELECT COUNT(*), COUNT(DISTINCT (playbook_id, partner_id, occurrence))
  FROM customer_playbook_play
"""
STEPS = """
SELECT COUNT(*), COUNT(DISTINCT s.activity_id), COUNT(a.id)
  FROM customer_playbook_play_step s LEFT JOIN mail_activity a ON a.id = s.activity_id
"""
OURS = """
SELECT COUNT(*) FROM mail_activity a JOIN mail_activity_type t
    ON t.id = a.activity_type_id WHERE t.icon = 'fa-comments'
"""


def switch_on(env):
    """The shipped cadence of all tiers, for customers with whom nobody ever spoke."""
    playbook = env.ref("customer_tiering.playbook_cadence_top")
    playbook.write(
        {
            "scheme_id": env.ref("customer_tiering.scheme_pyramid").id,
            "tier_ids": False,
            "daily_cap": CAP,
            "first_occurrence_from": "2000-01-01",
            "active": True,
        }
    )
    env.cr.commit()


def night(env):
    """What the scheduled action does."""
    env[PLAYBOOK]._cron_open()


@pytest.fixture
def cadence(database):
    """The name of a copy of the shop whose cadence is on."""
    Worker(database, switch_on).result()
    return database


def check(server, database):
    """Every play once, each with one activity, and no activity besides."""
    ((plays, different),) = server.rows(database, PLAYS)
    assert plays == different == CAP
    assert server.rows(database, STEPS) == [(CAP, CAP, CAP)]
    assert server.rows(database, OURS) == [(CAP,)]


@pytest.mark.parametrize(
    "place",
    [
        Place(PLAYBOOK, "_open_due", after=True),
        Place(PLAYBOOK, "_work_batch", call=2),
        Place(PLAYBOOK, "_work_batch", call=2, after=True),
        Place("mail.activity", "create", call=2, after=True),
    ],
    ids=str,
)
def test_killed_and_run_again(server, cadence, tally, place):
    Worker(cadence, night, place=place).reached().kill()
    tally["kill -9 of an Odoo process"] += 1
    server.alone(cadence)
    Worker(cadence, night).result()
    check(server, cadence)
    Worker(cadence, night).result()
    check(server, cadence)


@pytest.mark.parametrize(
    "place",
    [
        # with its own view of the database, and not yet the lock
        Place(PLAYBOOK, "_open_due"),
        # with the lock
        Place(PLAYBOOK, "_close_over"),
        Place(PLAYBOOK, "_work_batch"),
        Place("mail.activity", "create", after=True),
    ],
    ids=str,
)
def test_two_workers(server, cadence, tally, place):
    first = Worker(cadence, night, place=place).reached()
    Worker(cadence, night).result()
    first.go_on()
    first.result()
    # whoever stepped back comes again
    Worker(cadence, night).result()
    check(server, cadence)
    tally["second workers that stepped back"] += 1
