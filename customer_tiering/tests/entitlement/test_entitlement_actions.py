from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .entitlements import EntitlementCase

SALES = "base.group_user,sales_team.group_sale_salesman"


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementActions(EntitlementCase):
    """The buttons, the dialogs and the sentence, and who may use them."""

    def setUp(self):
        super().setUp()
        self.one = self.entitle(self.top)
        self.mine = self.seen_by(self.seller, self.one)

    def asked(self, action, **values):
        """The dialog of an action, filled in by the salesperson."""
        form = Form(
            self.seen_by(self.seller, self.env[action["res_model"]]).with_context(
                **action["context"]
            )
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_offer_accept_and_reopen(self):
        self.mine.action_offer()
        self.assertEqual(self.one.state, "offered")
        self.mine.action_accept()
        self.assertEqual(self.one.state, "accepted")
        self.mine.action_reopen()
        self.assertEqual(
            self.told(self.one),
            [
                ("due", "offered", "salesperson"),
                ("offered", "accepted", "salesperson"),
                ("accepted", "offered", "salesperson"),
            ],
        )
        self.assertEqual(self.one.answer_ids.user_id, self.seller)

    def test_decline_asks_why(self):
        self.asked(self.mine.action_decline(), note="No time").action_confirm()
        self.assertEqual(self.one.state, "declined")
        self.assertEqual(self.one.answer_ids.note, "No time")

    def test_use_asks_what_was_done(self):
        asked = self.asked(self.mine.action_use(), day="2025-10-10", quantity=3)
        with self.refuses("Say what was done"):
            asked.action_confirm()
        asked.note = "Three people"
        asked.action_confirm()
        self.assertRecordValues(
            self.one,
            [
                {
                    "state": "used",
                    "state_date": date(2025, 10, 10),
                    "quantity": 3,
                    "cost": 600,
                }
            ],
        )

    def test_a_file_is_evidence_and_others_can_read_it(self):
        file = self.seen_by(self.seller, self.env["ir.attachment"]).create(
            {"name": "List.txt", "raw": b"Three people"}
        )
        asked = self.asked(self.mine.action_use())
        asked.attachment_ids = [Command.link(file.id)]
        asked.action_confirm()
        evidence = self.one.evidence_ids
        self.assertEqual(
            (evidence.res_model, evidence.res_id), (self.one._name, self.one.id)
        )
        manager = self.user("manager")
        self.assertEqual(self.seen_by(manager, evidence).raw, b"Three people")
        for user in (self.seller, manager):
            with self.assertRaises(AccessError):
                self.seen_by(user, evidence).unlink()

    def test_nobody_takes_the_file_of_another(self):
        secret = self.env["ir.attachment"].create(
            {"name": "Salaries", "raw": b"Secret"}
        )
        asked = self.asked(self.mine.action_use(), note="Three people")
        with self.assertRaises(AccessError), self.cr.savepoint():
            asked.attachment_ids = [Command.link(secret.id)]
        asked.action_confirm()
        self.assertFalse(self.one.evidence_ids)

    def test_the_day_is_neither_ahead_nor_before_the_last_one(self):
        self.entitle(self.top, state="used", state_date="2025-09-20")
        for day, says in (("2025-10-16", "in the past"), ("2025-09-19", "one before")):
            asked = self.asked(self.mine.action_use(), note="Held", day=day)
            with self.subTest(day), self.refuses(says):
                asked.action_confirm()
        self.asked(
            self.mine.action_use(), note="Held", day="2025-09-20"
        ).action_confirm()
        self.assertEqual(self.one.state_date, date(2025, 9, 20))

    def test_many_at_once(self):
        two = self.mine + self.seen_by(self.seller, self.entitle(self.big))
        two.action_offer()
        asked = self.asked(two.action_use(), note="Held for both")
        self.assertFalse(asked.single)
        asked.action_confirm()
        self.assertEqual(two.mapped("state"), ["used", "used"])
        self.assertEqual(two.mapped("quantity"), [1, 1])

    def test_what_cannot_be_is_said_before_the_dialog(self):
        self.one._answer("declined", "portal")
        with self.refuses("is “Declined” and cannot become “Declined”"):
            self.mine.action_decline()

    # ------------------------------------------------------------ rights

    def test_own_customers_only(self):
        self.company.customer_tier_own_customers = True
        rep = self.user("rep", groups=SALES)
        theirs = self.seen_by(rep, self.one)
        for name in (
            "action_offer",
            "action_accept",
            "action_decline",
            "action_use",
            "action_reopen",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(theirs, name)()
        dialog = self.seen_by(rep, self.env["customer.tier.entitlement.close"])
        with self.assertRaises(AccessError):
            dialog.create(
                {"entitlement_ids": self.one.ids, "note": "Mine"}
            ).action_confirm()
        self.one._answer("offered", "salesperson")
        self.assertFalse(
            self.seen_by(rep, self.env["customer.tier.entitlement.answer"]).search(
                [("entitlement_id", "=", self.one.id)]
            )
        )
        self.assertFalse(theirs.search([("id", "=", self.one.id)]))
        self.top.user_id = rep
        theirs.action_accept()
        self.assertEqual(self.one.state, "accepted")

    def test_colleagues_see_it_and_managers_answer(self):
        rep = self.user("rep", groups=SALES)
        bookkeeper = self.user("accountant")
        theirs = self.seen_by(rep, self.one)
        for user in (rep, bookkeeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.assertEqual(self.seen_by(user, self.one).state, "due")
                self.seen_by(user, self.one).action_offer()
        # nobody's customer is everybody's who sells
        self.top.user_id = False
        with self.assertRaises(AccessError):
            self.seen_by(bookkeeper, self.one).action_offer()
        theirs.action_offer()
        self.top.user_id = self.seller
        for user in (
            self.user("manager"),
            self.user("all", groups="sales_team.group_sale_salesman_all_leads"),
        ):
            self.seen_by(user, self.one).action_accept()
            self.seen_by(user, self.one).action_reopen()

    def test_other_companies_and_strangers(self):
        other = self.new_company("Elsewhere Inc.")
        for user in (
            self.user("admin", other),
            self.user("plain", groups="base.group_user"),
            self.user("portal", groups="base.group_portal"),
            self.env.ref("base.public_user"),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.seen_by(user, self.one).action_offer()
        self.assertEqual(self.one.state, "due")

    # ------------------------------------------------------------ told

    def test_the_sentence(self):
        what = "Product Training, every quarter as Top customer."
        for values, told in (
            ({"due_date": "2025-10-01"}, f"Due since 10/01/2025: {what}"),
            ({"due_date": "2025-10-15"}, f"Due since 10/15/2025: {what}"),
            ({"due_date": "2025-10-16"}, f"Due on 10/16/2025: {what}"),
            (
                {"state": "offered"},
                f"Offered on 10/12/2025, open until 12/31/2025: {what}",
            ),
            (
                {"state": "accepted"},
                f"Accepted on 10/12/2025, to be used by 12/31/2025: {what}",
            ),
            ({"state": "declined"}, f"Declined on 10/12/2025: {what}"),
            ({"state": "used"}, f"Used on 10/12/2025: {what}"),
            ({"state": "lapsed"}, f"Lapsed on 10/12/2025, not used: {what}"),
            ({"state": "withdrawn"}, f"Withdrawn on 10/12/2025: {what}"),
        ):
            with self.subTest(told):
                self.one.write({"state_date": "2025-10-12", **values})
                self.assertEqual(self.mine.sentence, told)
        for months, every in (
            (1, "every month"),
            (2, "every 2 months"),
            (6, "every half year"),
            (12, "every year"),
        ):
            self.one.interval_months = months
            self.assertIn(f", {every} as Top", self.one.sentence)
        self.one.interval_months = 0
        self.assertIn("Product Training, as Top customer.", self.one.sentence)
        self.one.tier_id = False
        self.assertIn(": Product Training.", self.one.sentence)

    def test_the_button_of_a_contact_counts_what_is_open(self):
        self.entitle(self.top, state="used")
        contact = self.contact(self.top)
        both = self.seen_by(self.seller, self.top + contact + self.big)
        self.assertEqual(both.mapped("customer_tier_entitlement_count"), [1, 1, 0])
        action = both[1].action_view_customer_tier_entitlements()
        self.assertEqual(
            len(self.entitlements.search(action["domain"])), 2, "also what was used"
        )
        self.assertEqual(self.training.entitlement_count, 1)
