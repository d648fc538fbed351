"""The shipped playbooks on the shop: a night's triggers, and a batch of activities.

The shop's customers are spoken with first: mails about orders, calls and meetings.
"""

import time

from bench import bulk

# beyond one batch, so that a whole one is measured
CAP = 200


def prepare(env, scheme):
    """All shipped playbooks, switched on for the customers of ``scheme``."""
    _speak(env)
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
    for playbook in playbooks._begin_night():
        playbook._open_due()
        playbook.env.cr.commit()
    playbooks._end_night()


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


def _speak(env):
    """Per customer two mails, a call that was made, and to every fifth a meeting."""
    cr = env.cr
    cr.execute("SELECT 1 FROM mail_message WHERE message_id = 'bench' LIMIT 1")
    if cr.rowcount:
        return
    values = {
        "model": env["ir.model"]._get_id("res.partner"),
        "call": env.ref("mail.mail_activity_data_call").id,
    }
    cr.execute(
        """
        INSERT INTO mail_message (model, res_id, message_type, date, author_id,
               message_id)
        SELECT 'res.partner', partner_id, 'email',
               now() - id %% 200 * INTERVAL '1 day', partner_id, 'bench'
          FROM sale_order WHERE id %% 3 = 0
     UNION ALL
        SELECT 'sale.order', id, 'email_outgoing', date_order, NULL, 'bench'
          FROM sale_order WHERE id %% 3 = 1
        """,
        values,
    )
    cr.execute(
        """
        INSERT INTO mail_activity (res_model, res_model_id, res_id, active, date_done,
               date_deadline, activity_type_id, user_id)
        SELECT 'res.partner', %(model)s, partner_id, FALSE,
               now() - id %% 150 * INTERVAL '1 day', now(), %(call)s, 1
          FROM customer_tier_standing
        """,
        values,
    )
    cr.execute(
        """
        WITH met AS (
            INSERT INTO calendar_event (name, start, stop, active, privacy, show_as)
            SELECT 'Visit', now() - id %% 120 * INTERVAL '1 day',
                   now() - id %% 120 * INTERVAL '1 day', TRUE, 'public', 'busy'
              FROM customer_tier_standing WHERE id %% 5 = 0
            RETURNING id
        ), numbered AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM met)
        INSERT INTO calendar_event_res_partner_rel
               (calendar_event_id, res_partner_id)
        SELECT n.id, p.partner_id
          FROM numbered n
          JOIN (SELECT partner_id, ROW_NUMBER() OVER (ORDER BY id) AS place
                  FROM customer_tier_standing WHERE id %% 5 = 0) p USING (place)
        """,
        values,
    )
    cr.commit()
    for table in ("mail_message", "mail_activity", "calendar_event"):
        bulk.vacuum(cr, table)
