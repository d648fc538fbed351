from datetime import date, timedelta

from odoo import Command
from odoo.tests import tagged

from ..playbook.playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook", "benefit")
class TestPlaybookBenefit(PlaybookCase):
    """Trainings, benefits and statements that are due open a play."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.granted = cls.env["customer.tier.benefit"].create(
            {
                "name": "Training",
                "kind": "training",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create(
                        {"tier_id": cls.tier["TOP"].id, "interval_months": 3}
                    )
                ],
            }
        )
        cls.tier["TOP"].public_name = "Gold"
        cls.tier["SMALL"].public_name = "Silver"

    def entitled(self, customer, due=NIGHT, **values):
        return self.env["customer.tier.entitlement"].create(
            {
                "benefit_id": self.granted.id,
                "partner_id": customer.id,
                "company_id": self.company.id,
                "tier_id": self.tier["TOP"].id,
                "user_id": customer.user_id.id,
                "due_date": due,
                "date_from": due,
                "date_to": "2025-12-31",
                "interval_months": 3,
                **values,
            }
        )

    def test_a_training_that_is_due_and_one_that_nobody_answers(self):
        one = self.entitled(self.ann, NIGHT + 2 * DAY)
        playbook = self.playbook(
            "training_due",
            [{"activity_type_id": self.training_type().id}],
            days=10,
            goal="accepted",
        )
        self.night(playbook, NIGHT + DAY)
        self.assertFalse(self.plays(playbook))
        self.night(playbook, NIGHT + 2 * DAY)
        due = self.plays(playbook)
        self.assertRecordValues(
            due,
            [
                {
                    "occurrence": f"due:{one.id}",
                    "res_model": one._name,
                    "res_id": one.id,
                    "due_since": NIGHT + 2 * DAY,
                }
            ],
        )
        self.assertEqual(due.step_ids.activity_id.res_id, one.id)
        self.assertIn("Training", due.reason)
        # it is offered: nothing is due until ten days without an answer have passed
        self.update(one, state="offered", state_date=NIGHT + 3 * DAY)
        self.night(playbook, NIGHT + 12 * DAY)
        self.assertEqual(due.outcome, "overtaken")
        self.assertEqual(len(self.plays(playbook)), 1)
        self.night(playbook, NIGHT + 13 * DAY)
        offered = self.plays(playbook) - due
        self.assertEqual(offered.occurrence, f"offered:{one.id}")
        self.update(one, state="accepted")
        self.night(playbook, NIGHT + 14 * DAY)
        self.assertEqual(offered.outcome, "goal")

    def training_type(self):
        return self.env.ref("customer_tiering.mail_activity_type_training")

    def test_a_training_is_no_other_benefit(self):
        self.entitled(self.ann)
        playbook = self.playbook("benefit_due", days=10)
        self.night(playbook)
        self.assertFalse(self.plays(playbook))

    def test_the_activity_of_the_night_is_taken_and_not_doubled(self):
        one = self.entitled(self.ann)
        one.activity_schedule(
            "customer_tiering.mail_activity_type_training", user_id=self.seller.id
        )
        playbook = self.playbook(
            "training_due", [{"activity_type_id": self.training_type().id}], days=10
        )
        self.night(playbook)
        self.assertEqual(len(one.activity_ids), 1)
        self.assertTrue(self.plays(playbook).step_ids.adopted)

    # ------------------------------------------------------------ statements

    def statement(self, customer, day, tier="TOP", state="sent"):
        one = self.env["customer.tier.statement"].create(
            {
                "partner_id": customer.id,
                "scheme_id": self.pyramid.id,
                "company_id": self.company.id,
                "tier_id": self.tier[tier].id,
                "date": day,
            }
        )
        self.update(one, state=state, sent_on=f"{day} 10:00:00")
        return one

    def asked(self, day=NIGHT, **values):
        playbook = self.playbook("statement_due", **values)
        self.night(playbook, day)
        return self.plays(playbook)

    def test_who_never_had_a_statement(self):
        play = self.asked()
        # Ben's tier grants nothing
        self.assertRecordValues(
            play, [{"partner_id": self.ann.id, "occurrence": "statement:none"}]
        )
        self.assertIn("Never had a statement", play.reason)

    def test_a_statement_is_old_after_a_quarter(self):
        self.statement(self.ann, date(2025, 6, 30))
        self.statement(self.ann, date(2025, 6, 1))
        self.assertFalse(self.asked(date(2025, 9, 29)))
        play = self.asked(date(2025, 9, 30))
        self.assertEqual(play.occurrence, "statement:old:2025-06-30")

    def test_one_that_was_not_sent_is_none(self):
        self.statement(self.ann, date(2025, 6, 30), state="cancelled")
        self.assertEqual(self.asked().occurrence, "statement:none")

    def test_whoever_rose_since_then(self):
        self.statement(self.ann, date(2025, 6, 1), tier="SMALL")
        self.update(self.standing(self.pyramid, self.ann), since="2025-06-15")
        play = self.asked()
        self.assertEqual(play.occurrence, "statement:rose:2025-06-15")
        self.assertIn("Rose on", play.reason)

    def test_a_new_statement_is_the_goal(self):
        playbook = self.playbook("statement_due", goal="statement")
        self.night(playbook)
        self.statement(self.ann, NIGHT + DAY)
        self.night(playbook, NIGHT + 2 * DAY)
        self.assertEqual(self.plays(playbook).outcome, "goal")

    # ------------------------------------------------------------ shipped

    def test_whoever_reached_a_tier_is_offered_the_statement(self):
        rose = self.env.ref("customer_tiering.playbook_rose")
        answers = rose.step_ids.answer_ids
        self.assertEqual(
            answers.next_step_id.activity_type_id,
            self.env.ref("customer_tiering.mail_activity_type_statement"),
        )

    def test_shipped_playbooks_are_off_and_can_be_switched_on(self):
        shipped = self.env["ir.model.data"].search(
            [
                ("module", "=", "customer_tiering"),
                ("model", "=", "customer.playbook"),
            ]
        )
        playbooks = self.env["customer.playbook"].browse(shipped.mapped("res_id"))
        self.assertTrue(
            {"solved", "training_due", "benefit_due", "statement_due"}
            <= set(playbooks.mapped("trigger"))
        )
        self.assertFalse(any(playbooks.mapped("active")))
        playbooks.write({"scheme_id": self.pyramid.id, "active": True})
        self.night(playbooks)

    def test_three_states_of_a_quotation_have_three_scripts(self):
        first = [
            self.env.ref(f"customer_tiering.playbook_quote_{state}").step_ids[0]
            for state in ("unopened", "opened", "silent")
        ]
        scripts = [step.script for step in first]
        self.assertEqual(len(set(scripts)), 3)
        self.assertTrue(all(scripts))
