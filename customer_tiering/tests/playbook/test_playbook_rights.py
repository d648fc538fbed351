from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .playbooks import NIGHT, PlaybookCase


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookRights(PlaybookCase):
    """Salespeople see plays of their customers, managers write playbooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls.user("rival", groups="sales_team.group_sale_salesman")
        cls.ben.user_id = cls.rival
        cls.book = cls.branching("cadence", days=14)
        cls.night(cls("test_who_sees_what"), cls.book)

    def visible(self, user, model="customer.playbook.play"):
        return self.seen_by(user, self.env[model]).search([])

    def test_who_sees_what(self):
        everything = self.plays(self.book)
        mine = everything.filtered(lambda play: play.partner_id == self.ann)
        leads = self.user("leads", groups="sales_team.group_sale_salesman_all_leads")
        accountant = self.user("accountant")
        for user, plays in (
            (self.seller, mine),
            (self.rival, everything - mine),
            (self.manager, everything),
            (leads, everything),
            (accountant, everything),
        ):
            with self.subTest(user.login):
                self.assertEqual(self.visible(user), plays)
                steps = self.visible(user, "customer.playbook.play.step")
                self.assertEqual(steps, plays.step_ids)
                self.assertIn(self.book, self.visible(user, "customer.playbook"))

    def test_strangers_see_nothing(self):
        for groups in ("base.group_user", "base.group_portal"):
            user = self.user(groups[-6:], groups=groups)
            for model in (
                "customer.playbook",
                "customer.playbook.step",
                "customer.playbook.answer",
                "customer.playbook.play",
                "customer.playbook.play.step",
                "customer.playbook.ask",
            ):
                with self.subTest(user=groups, model=model):
                    with self.assertRaises(AccessError):
                        self.visible(user, model)

    def test_other_companies_see_nothing(self):
        other = self.new_company("Elsewhere Inc.")
        foreign = self.user("manager", other, groups="sales_team.group_sale_manager")
        self.assertFalse(self.visible(foreign))
        self.assertNotIn(self.book, self.visible(foreign, "customer.playbook"))
        with self.assertRaises(AccessError):
            self.seen_by(foreign, self.book).name = "Ours"

    def test_a_branch_works_with_those_of_its_company(self):
        branch = self.new_branch("Tiering North")
        user = self.user("manager", branch, groups="sales_team.group_sale_manager")
        self.assertEqual(self.visible(user), self.plays(self.book))

    def test_a_manager_writes_a_playbook_and_a_salesperson_does_not(self):
        mine = self.seen_by(self.manager, self.book)
        mine.write({"daily_cap": 3, "active": False})
        mine.step_ids[0].script = "Say hello"
        for records, values in (
            (self.book, {"daily_cap": 9}),
            (self.book.step_ids, {"script": "No"}),
            (self.book.step_ids.answer_ids, {"text": "No"}),
        ):
            with self.assertRaises(AccessError):
                self.seen_by(self.seller, records).write(values)

    def test_who_sees_a_step_opens_its_document(self):
        play = self.plays(self.book, self.ann)
        for record in (play, play.step_ids):
            action = self.seen_by(self.seller, record).action_open_document()
            self.assertEqual(action["res_model"], "res.partner")
            self.assertEqual(action["res_id"], self.ann.id)
            with self.assertRaises(AccessError):
                self.seen_by(self.rival, record).action_open_document()

    def test_nobody_writes_the_ledger(self):
        play = self.plays(self.book, self.ann)
        for user in (self.seller, self.manager, self.user("admin")):
            for record in (play, play.step_ids):
                mine = self.seen_by(user, record)
                for act in (
                    lambda mine=mine: mine.write({"user_id": False}),
                    lambda mine=mine: mine.copy(),
                    lambda mine=mine: mine.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        act()

    def test_only_who_may_do_the_activity_answers(self):
        activity = self.activities(self.ann)
        stranger = self.user("plain", groups="base.group_user")
        self.ann.user_id = False
        answer = self.answer(self.book, "No")
        with self.assertRaises(AccessError):
            self.seen_by(stranger, activity).action_answer_playbook(answer.id)
        with self.assertRaises(AccessError):
            self.seen_by(stranger, activity).action_playbook_not_useful("No")
        self.assertFalse(self.plays(self.book, self.ann).outcome)

    def test_the_person_it_is_assigned_to_answers_without_any_right_of_ours(self):
        helper = self.user("helper", groups="base.group_user")
        activity = self.activities(self.ann)
        activity.with_context(mail_activity_quick_update=True).user_id = helper
        told = self.seen_by(helper, activity).customer_playbook
        self.assertEqual(told["reason"], "")
        self.seen_by(helper, activity).action_answer_playbook(
            self.answer(self.book, "No").id
        )
        self.assertEqual(self.plays(self.book, self.ann).outcome, "cancelled")

    def test_two_companies_have_their_own_playbooks(self):
        other = self.new_company("Elsewhere Inc.")
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, company_id=other.id)
        self.invoices([(self.ann, 5, date(2025, 6, 1))], company=other)
        self.evaluate(scheme)
        theirs = self.playbook("new", scheme_id=scheme.id)
        self.assertEqual(theirs.company_id, other)
        self.night(theirs, NIGHT)
        self.assertEqual(self.plays(theirs).partner_id, self.ann)
        self.assertEqual(self.plays(theirs).company_id, other)
        self.assertNotIn(self.plays(theirs), self.visible(self.manager))

    def test_the_button_on_the_contact(self):
        ann = self.seen_by(self.seller, self.ann)
        self.assertEqual(ann.customer_tier_play_count, 1)
        ben = self.seen_by(self.seller, self.ben)
        self.assertEqual(ben.customer_tier_play_count, 0)
        action = ann.action_view_customer_tier_plays()
        found = self.seen_by(self.seller, self.env[action["res_model"]])
        self.assertEqual(found.search(action["domain"]).partner_id, self.ann)
        for method in ("action_view_plays", "action_view_steps"):
            action = getattr(self.seen_by(self.manager, self.book), method)()
            records = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(records), 2)
