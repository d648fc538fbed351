from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from ..common import GROUP, TieringCase

ROLES = ("user", "accountant", "manager", "admin")


@tagged("post_install", "-at_install")
class TestRefreshRights(TieringCase):
    """Who may ask, what they get to see, and that asking writes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.buyer, cls.other = cls.customers(2)
        cls.invoices([(cls.buyer, 100, cls.today), (cls.other, 60, cls.today)])
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.evaluate(cls.pyramid, cls.today)
        cls.users = {role: cls.user(role) for role in ROLES}

    def wizard(self, action, user=None):
        self.assertEqual(action["res_model"], "customer.tier.refresh")
        found = self.env[action["res_model"]].browse(action["res_id"])
        return self.seen_by(user, found) if user else found

    # ------------------------------------------------------------ rights

    def test_who_sees_the_standing_may_ask(self):
        for role, user in self.users.items():
            for records, method in (
                (self.buyer, "action_refresh_customer_tier"),
                (self.standing(self.pyramid, self.buyer), "action_refresh"),
            ):
                with self.subTest(role=role, method=method):
                    action = getattr(self.seen_by(user, records), method)()
                    shown = self.wizard(action, user)
                    self.assertEqual(shown.tier_id, self.tier["TOP"])
                    self.assertIn("stays Top", shown.sentence)

    def test_strangers_may_not(self):
        for groups in ("base.group_user", "base.group_portal"):
            user = self.user(groups, groups=groups)
            for records, method in (
                (self.buyer, "_customer_tier_now"),
                (self.buyer, "action_refresh_customer_tier"),
                (self.standing(self.pyramid, self.buyer), "action_refresh"),
            ):
                with self.subTest(groups=groups, method=method):
                    with self.assertRaises(AccessError):
                        getattr(self.seen_by(user, records), method)()

    def test_a_user_of_another_company_gets_nothing_of_ours(self):
        user = self.user("manager", self.new_company("Elsewhere Inc."))
        with self.assertRaises(MissingError):
            self.seen_by(user, self.buyer)._customer_tier_now(self.pyramid)
        standing = self.standing(self.pyramid, self.buyer)
        with self.assertRaises(MissingError):
            self.seen_by(user, standing).action_refresh()
        with self.assertRaisesRegex(UserError, "No scheme has been evaluated"):
            self.seen_by(user, self.buyer).action_refresh_customer_tier()

    def test_documents_of_another_company_do_not_count(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        with_both = self.env(
            context={"allowed_company_ids": (self.company + elsewhere).ids}
        )
        self.invoices([(self.buyer, 999, self.today)], company=elsewhere)
        found = self.buyer.with_env(with_both)._customer_tier_now(self.pyramid)
        self.assertEqual(found["figures"]["net_revenue"], (100, 100))

    def test_a_rule_on_the_standings_holds_here_too(self):
        self.env["ir.rule"].create(
            {
                "name": "A salesperson sees his own customers",
                "model_id": self.env["ir.model"]._get_id("customer.tier.standing"),
                "domain_force": "[('partner_id.user_id', '=', user.id)]",
                "groups": [(4, self.env.ref(f"{GROUP}user").id)],
            }
        )
        user = self.users["user"]
        self.other.user_id = user
        self.assertTrue(self.seen_by(user, self.other)._customer_tier_now())
        with self.assertRaises(MissingError):
            self.seen_by(user, self.buyer)._customer_tier_now()

    def test_each_sees_what_he_asked_for_himself(self):
        user, manager = self.users["user"], self.users["manager"]
        action = self.seen_by(user, self.buyer).action_refresh_customer_tier()
        self.assertTrue(self.wizard(action, user).sentence)
        with self.assertRaises(AccessError):
            self.wizard(action, manager).read(["sentence"])
        for records in (self.wizard(action, user), self.wizard(action, user).line_ids):
            with self.assertRaises(AccessError):
                records.unlink()

    # ------------------------------------------------------------ writing

    def test_asking_writes_nothing_but_the_answer(self):
        self.invoice(self.other, 500, self.today)
        tables = [
            model._table
            for model in self.env.values()
            if not model._abstract
            and not model._transient
            and model._auto
            and model._name.startswith(("customer.", "res.partner", "account.move"))
        ]
        self.assertIn("customer_tier_standing", tables)
        before = {table: self.versions(table) for table in tables}
        found = self.other._customer_tier_now()
        self.assertEqual(found["tier"], self.tier["TOP"].id)
        self.other.action_refresh_customer_tier()
        for table in tables:
            with self.subTest(table):
                self.assertEqual(self.versions(table), before[table])
        self.assertEqual(self.tier_code(self.pyramid, self.other), "SMALL")

    def test_as_many_statements_for_ten_documents_as_for_one(self):
        def statements(customer):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            customer._customer_tier_now()
            return self.cr.sql_log_count - before

        statements(self.other)
        one = statements(self.other)
        for number in range(3):
            contact = self.contact(self.other, f"Contact {number}")
            self.invoices([(contact, 5, self.today)] * 3)
        self.assertEqual(statements(self.other), one)

    # ------------------------------------------------------------ what people read

    def test_the_sentences(self):
        self.invoice(self.other, 40.5, self.today)
        shown = self.wizard(self.other.action_refresh_customer_tier())
        self.assertTrue(shown.moves)
        self.assertEqual(shown.provisional_tier_id, self.tier["TOP"])
        self.assertEqual(
            shown.sentence.replace("\N{NO-BREAK SPACE}", " "),
            "If evaluated today, Customer 2 would be Top instead of Small.\n"
            "“Net invoiced revenue” is $ 100.50; the threshold for Top is $ 100.01.",
        )
        line = shown.line_ids.filtered(lambda one: one.name == "Net invoiced revenue")
        self.assertEqual(
            [
                text.replace("\N{NO-BREAK SPACE}", " ")
                for text in (line.then, line.now, line.difference)
            ],
            ["$ 60.00", "$ 100.50", "$ 40.50"],
        )

        self.env["customer.tier.override"].create(
            {
                "scheme_id": self.pyramid.id,
                "partner_id": self.other.id,
                "kind": "at_most",
                "tier_id": self.tier["SMALL"].id,
                "reason": "Asked for it",
            }
        )
        shown = self.wizard(self.other.action_refresh_customer_tier())
        self.assertFalse(shown.moves)
        self.assertIn(
            "Based on the figures, the tier would be Top; the manual tier is Small.",
            shown.sentence,
        )
        self.pyramid.rule_ids.filtered("threshold").threshold = 20
        self.env.invalidate_all()
        shown = self.wizard(self.other.action_refresh_customer_tier())
        self.assertIn("have changed since the evaluation", shown.sentence)

    def test_the_sentences_of_those_who_come_and_go(self):
        new = self.customer("New")
        self.invoice(new, 5, self.today)
        shown = self.wizard(new.action_refresh_customer_tier())
        self.assertIn("New would enter as Small", shown.sentence)
        self.buyer.ref = "Elsewhere"
        shown = self.wizard(self.buyer.action_refresh_customer_tier())
        self.assertIn("is no longer among the customers", shown.sentence)
        never = self.customer("Never", ref="Elsewhere")
        shown = self.wizard(never.action_refresh_customer_tier())
        self.assertIn("is not among the customers of", shown.sentence)

    def test_it_says_what_it_cannot_tell(self):
        self.update(self.pyramid.last_evaluation_id, thresholds=None)
        shown = self.wizard(self.buyer.action_refresh_customer_tier())
        self.assertIn("did not store where its tiers ended", shown.sentence)
        self.assertFalse(shown.provisional_tier_id or shown.moves)
        self.assertTrue(shown.line_ids)
