from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import AS_OF
from .segments import SegmentCase

DAY = AS_OF + timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestSegmentStart(SegmentCase):
    """A playbook that a manager starts for *At risk*: Gus, Hal, Ida and Jon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.six = cls.preset()
        cls.evaluate(cls.six)
        cls.at_risk = cls.segment(cls.six, "AT_RISK")
        cls.manager = cls.user("manager", groups="sales_team.group_sale_manager")
        cls.seller = cls.user("user", groups="sales_team.group_sale_salesman")
        cls.template = cls.env["customer.playbook"].create(
            {
                "name": "Win back",
                "trigger": "inactive",
                "owner_id": cls.manager.id,
                "daily_cap": 3,
                "lapse_days": 0,
                "cooldown_days": 30,
                "step_ids": [
                    Command.create(
                        {
                            "activity_type_id": cls.env.ref(
                                "customer_tiering.mail_activity_type_ask_why"
                            ).id
                        }
                    )
                ],
            }
        )

    def on(self, day):
        return freeze_time(datetime(day.year, day.month, day.day, 12))

    def wizard(self, playbook=None, user=None):
        action = self.at_risk.with_user(user or self.manager).with_context(
            allowed_company_ids=self.company.ids
        )
        action = action.action_start_playbook()
        wizards = self.env[action["res_model"]].with_user(user or self.manager)
        wizards = wizards.with_context(
            allowed_company_ids=self.company.ids, **action["context"]
        )
        return wizards.create({"playbook_id": (playbook or self.template).id})

    def plays(self):
        plays = self.env["customer.playbook.play"].search(
            [("playbook_id.started_from_id", "=", self.template.id)]
        )
        return sorted((play.partner_id.name, play.outcome or "open") for play in plays)

    def start(self, day=DAY, playbook=None):
        with self.on(day):
            wizard = self.wizard(playbook)
            told = wizard.sentence
            wizard.action_start()
            self.env.flush_all()
        return told

    def night(self, day):
        playbook = self.template._by_hand_for(self.six)
        with self.on(day):
            self.assertTrue(playbook._open_due())
            self.env.flush_all()

    def test_says_how_many_and_opens_as_many(self):
        """Three a day and person, the most valuable first: Gus, Jon and Ida."""
        told = self.start()
        self.assertEqual(
            told,
            "4 customers are due. Opens the first step for 3 of them today (at most 3 "
            "per person), and for the others on the next days.",
        )
        self.assertEqual(
            self.plays(), [("Gus", "open"), ("Ida", "open"), ("Jon", "open")]
        )
        play = self.env["customer.playbook.play"].search(
            [("partner_id", "=", self.twelve["Gus"].id)]
        )
        self.assertEqual(
            play.occurrence, f"segment:{self.tier['SEG_AT_RISK'].id}:{DAY}"
        )
        self.night(DAY + timedelta(days=1))
        self.assertIn(("Hal", "open"), self.plays())

    def test_the_playbook_itself_stays_as_it_is(self):
        self.start()
        self.assertFalse(self.template.active)
        self.assertEqual(self.template.trigger, "inactive")
        copy = self.template._by_hand_for(self.six)
        self.assertTrue(copy.active)
        self.assertEqual(copy.name, "Win back, by hand")
        self.assertEqual(
            copy.step_ids.activity_type_id, self.template.step_ids.activity_type_id
        )

    def test_started_twice_a_day_nothing_comes_twice(self):
        self.start()
        told = self.start()
        self.assertIn("1 customers are due", told)
        self.assertEqual(len(self.plays()), 3)
        copies = self.env["customer.playbook"].search(
            [("started_from_id", "=", self.template.id)]
        )
        self.assertEqual(len(copies), 1)
        self.assertEqual(len(copies.start_ids), 1)

    def test_who_has_an_open_play_or_had_one_lately_is_left_out(self):
        self.template.daily_cap = 0
        self.start()
        plays = self.env["customer.playbook.play"].search(
            [("partner_id", "=", self.twelve["Hal"].id)]
        )
        with self.on(DAY):
            plays._close("done")
        with self.on(DAY + timedelta(days=10)):
            told = self.wizard().sentence
        self.assertEqual(
            told,
            "Opens nothing: every customer of “At risk” has an open play, or had one "
            "lately.",
        )
        # the pause of 30 days is over
        with self.on(DAY + timedelta(days=30)):
            wizard = self.wizard()
            self.assertEqual(
                wizard.sentence, "Opens the first step for 1 customers today."
            )
            wizard.action_start()
        self.assertEqual(self.plays().count(("Hal", "open")), 1)

    def test_who_leaves_the_segment_needs_no_call(self):
        self.template.daily_cap = 0
        self.start()
        self.refund(self.twelve["Jon"], 5000, DAY)
        self.evaluate(self.six, DAY + timedelta(days=1))
        self.assertEqual(self.segments(self.six)["Jon"], "DORMANT")
        self.night(DAY + timedelta(days=1))
        self.assertIn(("Jon", "overtaken"), self.plays())
        self.assertIn(("Hal", "open"), self.plays())

    def test_who_enters_the_segment_later_was_not_meant(self):
        self.template.daily_cap = 0
        self.start()
        self.evaluate(self.six, AS_OF + timedelta(days=60))
        self.assertEqual(self.segments(self.six)["Bea"], "AT_RISK")
        self.night(AS_OF + timedelta(days=60))
        self.assertNotIn("Bea", dict(self.plays()))

    def test_a_playbook_that_is_started_by_hand_is_not_copied(self):
        self.template.trigger = "by_hand"
        self.start()
        self.assertFalse(self.plays())
        self.assertEqual(self.template.open_count, 3)
        self.assertEqual(self.template.scheme_id, self.six)

    def test_the_reason_tells_the_segment_and_its_advice(self):
        self.start()
        play = self.env["customer.playbook.play"].search(
            [("partner_id", "=", self.twelve["Gus"].id)]
        )
        self.assertEqual(
            play._why(self.standing(self.six, "Gus")),
            "Started on 07/01/2025 for “At risk”. Call and ask why the order is late; "
            "listen first.",
        )

    def test_only_managers_start(self):
        with self.assertRaises(AccessError):
            self.wizard(user=self.seller)
        wizard = self.wizard()
        with self.assertRaises(AccessError):
            wizard.with_user(self.seller).action_start()

    def test_a_manager_of_another_company_starts_nothing(self):
        foreign = self.user(
            "manager",
            self.new_company("Other Inc."),
            groups="sales_team.group_sale_manager",
        )
        wizards = self.env["customer.playbook.start.wizard"].with_user(foreign)
        wizard = wizards.with_context(
            allowed_company_ids=foreign.company_ids.ids
        ).create(
            {
                "scheme_id": self.six.id,
                "tier_id": self.tier["SEG_AT_RISK"].id,
                "playbook_id": self.template.id,
            }
        )
        with self.assertRaises(AccessError):
            wizard.action_start()
        self.assertFalse(self.plays())

    def test_a_tier_of_another_scheme_is_refused(self):
        wizard = self.wizard()
        wizard.tier_id = self.tier["TOP"]
        with self.refuses("is no segment of"):
            wizard.action_start()

    def test_prices_do_not_follow_segments_by_themselves(self):
        """The set-up of benefits takes the first scheme of tiers, wherever it is."""
        first = self.scheme({"TOP": 10, "SMALL": 0}, sequence=self.six.sequence + 1)
        schemes = self.env["customer.tier.scheme"]
        shown = schemes._shown_ids(self.company.id)
        self.assertEqual(shown, (self.six.id, first.id))
        self.assertEqual(schemes._first_of_tiers(self.company), first)
