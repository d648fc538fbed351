"""The shipped playbooks on the shop: a night's triggers, and a batch of activities."""

import time

from bench import bulk

# beyond one batch, so that a whole one is measured
CAP = 200


def prepare(env, scheme):
    """All shipped playbooks, switched on for the customers of ``scheme``."""
    playbooks = env["customer.playbook"].with_context(active_test=False)
    playbooks = playbooks.search([("scheme_id", "=", False)])
    playbooks.write(
        {
            "scheme_id": scheme.id,
            "daily_cap": CAP,
            "first_occurrence_from": "2000-01-01",
            "active": True,
        }
    )
    env.cr.commit()
    return playbooks


def seconds(playbooks):
    """(Seconds of all triggers, plays opened, seconds of a batch of activities)."""
    started = time.perf_counter()
    triggers(playbooks)
    opened = time.perf_counter()
    playbooks._work_batch()
    playbooks.env.cr.commit()
    ended = time.perf_counter()
    plays = playbooks.env["customer.playbook.play"].search_count([])
    return opened - started, plays, ended - opened


def triggers(playbooks):
    """Open the plays that are due, as at night."""
    for playbook in playbooks:
        playbook._open_due()
        playbook.env.cr.commit()


def forget(playbooks):
    """Restore the state before the night."""
    cr = playbooks.env.cr
    cr.execute(
        "DELETE FROM mail_activity WHERE id IN"
        " (SELECT activity_id FROM customer_playbook_play_step)"
    )
    cr.execute("DELETE FROM customer_playbook_play")
    bulk.vacuum(cr, "customer_playbook_play")
    bulk.vacuum(cr, "customer_playbook_play_step")
    playbooks.env.invalidate_all()
