import time
from datetime import date

from odoo import Command
from odoo.tests import tagged

from .playbooks import NIGHT, PlaybookCase

# what the first screen may cost, generous for a slow machine
SYSTRAY_SECONDS = 5


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookSize(PlaybookCase):
    """What does not grow: statements of a night, mails, the list of activities."""

    def crowd(self, number):
        people = self.customers(number, "Crowd")
        people.user_id = self.seller
        self.invoices([(one, 10, date(2025, 6, 1)) for one in people])
        self.backdate(people, "2025-01-01 08:00:00")
        self.evaluate(self.pyramid)
        return people

    def statements(self, playbooks):
        """Statements of all triggers of a night, and those that read messages."""
        seen = []
        execute = type(self.env.cr).execute

        def listen(cursor, query, *args, **kwargs):
            seen.append(getattr(query, "code", query))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", listen)
        with self.by_day(NIGHT):
            self.env.flush_all()
            self.env.invalidate_all()
            del seen[:]
            for playbook in playbooks._begin_night():
                playbook._open_due()
            playbooks._end_night()
        self.patch(type(self.env.cr), "execute", execute)
        reads = [one for one in map(str, seen) if "JOIN calendar_event" in one]
        return len(seen), len(reads)

    def cadences(self, number):
        playbooks = self.env["customer.playbook"]
        for place in range(number):
            playbooks |= self.playbook("cadence", days=14 + place)
        return playbooks

    def test_contacts_are_read_once_for_all_playbooks_of_a_night(self):
        _one, reads = self.statements(self.cadences(1) + self.playbook("quote_silent"))
        self.assertEqual(reads, 1)
        _more, reads = self.statements(self.cadences(4) + self.playbook("quote_silent"))
        self.assertEqual(reads, 1)

    def test_statements_grow_neither_with_customers_nor_more_than_with_playbooks(self):
        few, _reads = self.statements(self.cadences(2))
        self.crowd(40)
        many, _reads = self.statements(self.cadences(2))
        self.assertEqual(few, many)
        counts = [self.statements(self.cadences(number))[0] for number in (1, 2, 3)]
        # each further one costs the same
        self.assertEqual(counts[2] - counts[1], counts[1] - counts[0])
        self.assertLessEqual(counts[1] - counts[0], 25)

    def test_the_shared_table_finds_the_same(self):
        self.crowd(5)
        spoken = self.env["res.partner"].search([("name", "=", "Crowd 3")])
        self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": spoken.id,
                "message_type": "email",
                "date": "2025-06-25 10:00:00",
            }
        )
        for values in ({}, {"tier_ids": [Command.set(self.tier["SMALL"].ids)]}):
            alone = self.playbook("cadence", days=14, **values)
            shared = self.playbook("cadence", days=14, **values)
            # asks for less, and shares nothing
            top = self.playbook(
                "cadence", days=14, tier_ids=[Command.set(self.tier["TOP"].ids)]
            )
            self.night(alone)
            with self.by_day(NIGHT):
                for playbook in (shared + top)._begin_night():
                    self.assertTrue(playbook._is_shared())
                    playbook._open_due()
                (shared + top)._end_night()
            self.assertEqual(
                self.plays(alone).mapped(lambda p: (p.partner_id, p.occurrence)),
                self.plays(shared).mapped(lambda p: (p.partner_id, p.occurrence)),
            )
            self.assertTrue(self.plays(top))
            self.assertNotIn(spoken, self.plays(shared).partner_id)

    def test_who_asks_for_more_than_was_read_reads_by_themselves(self):
        top = self.tier["TOP"]
        part = self.playbook("cadence", days=14, tier_ids=[Command.set(top.ids)])
        night = part._begin_night()
        quoted = self.playbook("quote_silent").with_env(night.env)
        self.assertTrue(night._is_shared())
        self.assertFalse(quoted._is_shared())
        part._end_night()

    def test_the_cron_shares_and_leaves_no_table_behind(self):
        playbooks = self.cadences(2)
        shared = []
        original = type(playbooks)._open_due

        def spy(playbook):
            shared.append(playbook._is_shared())
            return original(playbook)

        self.patch(type(playbooks), "_open_due", spy)
        with self.enter_registry_test_mode(), self.by_day():
            self.env.ref("customer_tiering.ir_cron_playbook").method_direct_trigger()
        self.assertEqual(shared, [True, True])
        self.assertFalse(self.table_exists())
        self.assertEqual(len(self.plays(playbooks)), 4)

    def table_exists(self):
        self.env.cr.execute("SELECT to_regclass('pg_temp.customer_playbook_spoken')")
        return self.env.cr.fetchone()[0]

    def test_no_mail_and_no_notification_for_any_number_of_steps(self):
        self.crowd(40)
        playbook = self.branching("cadence", days=14)
        models = ("mail.mail", "mail.notification", "mail.message")
        before = [self.env[name].search_count([]) for name in models]
        self.night(playbook)
        self.assertEqual(len(self.plays(playbook).step_ids.activity_id), 42)
        after = [self.env[name].search_count([]) for name in models]
        self.assertEqual(after, before)

    def test_the_list_of_activities_of_a_salesperson_with_five_thousand_plays(self):
        """Odoo counts the newest thousand; the time must not grow with the rest."""
        playbook = self.playbook()
        self.planned(playbook, 1000)
        # the first time fills the caches
        self.systray()
        fewer, _seconds = self.systray()
        self.planned(playbook, 4000)
        more, seconds = self.systray()
        mine = self.env["mail.activity"].search([("user_id", "=", self.seller.id)])
        self.assertEqual(len(mine), 5000)
        self.assertEqual(more, fewer)
        self.assertLessEqual(more, 30)
        self.assertLess(seconds, SYSTRAY_SECONDS)

    def systray(self):
        """(Statements, seconds) of what the bar above every screen asks for."""
        self.env.flush_all()
        self.env.invalidate_all()
        users = self.seen_by(self.seller, self.env["res.users"])
        start, begun = self.env.cr.sql_log_count, time.perf_counter()
        groups = users._get_activity_groups()
        seconds = time.perf_counter() - begun
        contacts = [one for one in groups if one["model"] == "res.partner"]
        self.assertEqual(contacts[0]["total_count"], 1000)
        return self.env.cr.sql_log_count - start, seconds

    def planned(self, playbook, number):
        """Customers with a play and its activity, as the nights make them."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH people AS (
                INSERT INTO res_partner (name, active, type, autopost_bills, user_id)
                SELECT 'Crowd', TRUE, 'contact', 'ask', %(user)s
                  FROM generate_series(1, %(number)s)
                RETURNING id
            ), activities AS (
                INSERT INTO mail_activity (res_model_id, res_model, res_id, user_id,
                       activity_type_id, date_deadline, summary, active, automated,
                       create_uid, create_date)
                SELECT %(model)s, 'res.partner', id, %(user)s, %(type)s, %(day)s,
                       'Ask', TRUE, TRUE, 1, now() FROM people
                RETURNING id, res_id
            ), plays AS (
                INSERT INTO customer_playbook_play (playbook_id, company_id, partner_id,
                       occurrence, user_id, opened_on, opened_at, held_out)
                SELECT %(playbook)s, %(company)s, id, 'rhythm:' || id, %(user)s,
                       %(day)s, now(), FALSE FROM people
                RETURNING id, partner_id
            )
            INSERT INTO customer_playbook_play_step (play_id, playbook_id, company_id,
                   step_id, user_id, activity_id, state, due)
            SELECT p.id, %(playbook)s, %(company)s, %(step)s, %(user)s, a.id, 'open',
                   %(day)s
              FROM plays p JOIN activities a ON a.res_id = p.partner_id
            """,
            {
                "user": self.seller.id,
                "number": number,
                "model": self.env["ir.model"]._get_id("res.partner"),
                "type": self.call.id,
                "day": NIGHT,
                "playbook": playbook.id,
                "company": self.company.id,
                "step": playbook.step_ids.id,
            },
        )
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id"
            " WHERE commercial_partner_id IS NULL AND name = 'Crowd'"
        )
        self.env.invalidate_all()
