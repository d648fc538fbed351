from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .explanations import ExplanationCase, plain


@tagged("post_install", "-at_install")
class TestExplanationDocuments(ExplanationCase):
    """Each figure opens the documents that add up to it, for who may see them."""

    def test_figures_open_their_documents(self):
        scheme = self.ladder(
            {"threshold": 50}, metric_ids=self.metric["average_order_value"].ids
        )
        self.refund(self.ann, 100)
        self.evaluate(scheme)
        standing = self.standing(scheme, self.ann)
        figures = {f["code"]: f for f in self.details(scheme, self.ann)["figures"]}

        self.assertEqual(plain(figures["net_revenue"]["value"]), "$ 900.00")
        self.assertEqual(plain(figures["average_order_value"]["value"]), "$ 450.00")
        self.assertTrue(figures["net_revenue"]["documents"])
        for code, total, count in (
            ("net_revenue", 900, 3),
            ("purchase_count", 1000, 2),
            ("days_since_last_purchase", 1000, 2),
        ):
            with self.subTest(code):
                action = standing.action_view_figure(code)
                moves = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(moves), count)
                self.assertEqual(sum(moves.mapped("amount_untaxed_signed")), total)

    def test_orders_are_opened_where_a_purchase_is_an_order(self):
        order = self.order(self.ann, moment="2025-06-29 22:30:00")
        scheme = self.ladder(
            {"threshold": 50}, purchase_basis="order", tz="Europe/Berlin"
        )

        standing = self.standing(scheme, self.ann)

        # half past midnight in Berlin
        self.assertEqual(standing.last_purchase, date(2025, 6, 30))
        for code in ("purchase_count", "days_since_last_purchase"):
            action = standing.action_view_figure(code)
            self.assertEqual(
                self.env[action["res_model"]].search(action["domain"]), order
            )

    def test_only_known_figures_are_opened(self):
        standing = self.standing(self.ladder({"threshold": 50}), self.ann)
        for code in ("changes", "figure", "unlink"):
            with self.assertRaises(AccessError):
                standing.action_view_figure(code)

    def test_the_contact_shows_the_same_with_the_reader_s_rights(self):
        scheme = self.ladder({"threshold": 50})
        contact = self.contact(self.ann)
        user, accountant = self.user("user"), self.user("accountant")
        accountant.group_ids += self.env.ref("account.group_account_invoice")

        shown = self.seen_by(user, contact).customer_tier_explanation
        self.assertEqual(shown["standing"], self.standing(scheme, self.ann).id)
        self.assertFalse(shown["figures"][0]["documents"])
        contact.invalidate_recordset()
        shown = self.seen_by(accountant, contact).customer_tier_explanation
        self.assertTrue(shown["figures"][0]["documents"])

    def test_in_the_language_of_the_reader(self):
        scheme = self.ladder({"threshold": 50})
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._lang_get("de_DE").write(
            {"thousands_sep": ".", "decimal_point": ",", "date_format": "%d.%m.%Y"}
        )

        standing = self.standing(scheme, self.ann)
        told = " ".join(
            standing.with_context(lang="de_DE").explanation_details["sentences"]
        )

        self.assertIn("599,99", told)
        self.assertIn("30.06.2025", told)
