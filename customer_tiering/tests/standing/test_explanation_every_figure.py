from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..payments import PaymentCase
from .explanations import ExplanationCase


@tagged("post_install", "-at_install")
class TestEveryFigure(PaymentCase, ExplanationCase):
    """Whatever figure decides, what is behind it can be opened.

    Ann bought for 1,000 in two invoices of June and got 100 back.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund(cls.ann, 100)
        cls.before = cls.invoice(cls.ann, 50, day=date(2024, 5, 1))
        cls.pyramid = cls.scheme(
            metric_ids=[Command.set([metric.id for metric in cls.metric.values()])]
        )

    def opened(self, code, customer=None):
        self.evaluate(self.pyramid)
        standing = self.standing(self.pyramid, customer or self.ann)
        action = standing.action_view_figure(code)
        return self.env[action["res_model"]].search(action["domain"])

    def readable(self, standing, code):
        metric = self.metric[code].with_env(standing.env)
        return standing._explanation().documents.readable(metric)

    def test_no_figure_is_without_its_documents(self):
        self.evaluate(self.pyramid)
        standing = self.standing(self.pyramid, self.ann)
        self.assertGreater(len(self.metric), 30)
        for code in self.metric:
            with self.subTest(code):
                action = standing.action_view_figure(code)
                self.env[action["res_model"]].search_count(action["domain"])
                self.assertTrue(self.readable(standing, code))

    def test_every_kind_of_documents_is_opened(self):
        kinds = (
            self.env["customer.tier.metric"]._fields["documents"].get_values(self.env)
        )
        openers = self.env["customer.tier.standing"]._openers()
        self.assertEqual(sorted(kinds), sorted(openers))

    def test_margins_open_the_lines_sold(self):
        lines = self.opened("gross_margin")
        self.assertEqual(len(lines), 3)
        self.assertEqual(sum(lines.mapped("revenue")), 900)

    def test_the_long_margin_opens_those_of_its_years(self):
        lines = self.opened("long_margin")
        self.assertEqual(sum(lines.mapped("revenue")), 950)

    def test_costs_open_refunds_and_discounts(self):
        discounted = self.invoice(self.ann, 200)
        discounted.button_draft()
        discounted.invoice_line_ids.discount = 10
        discounted.action_post()

        lines = self.opened("cost_to_serve")

        self.assertEqual(sorted(lines.mapped("revenue")), [-100, 180])
        self.assertEqual(sorted(lines.mapped("given")), [20, 100])

    def test_returns_open_the_refunds(self):
        moves = self.opened("returns_share")
        self.assertEqual(moves.mapped("amount_untaxed_signed"), [-100])
        self.assertEqual(len(self.opened("gross_invoiced")), 2)

    def test_growth_opens_both_periods(self):
        self.assertEqual(self.opened("previous_revenue"), self.before)
        self.assertEqual(
            sum(self.opened("growth").mapped("amount_untaxed_signed")), 950
        )

    def test_open_orders_open_what_is_not_invoiced(self):
        waiting = self.order(self.ann, 250)
        done = self.order(self.ann, 300)
        invoice = done._create_invoices()
        invoice.invoice_date = date(2025, 6, 30)
        invoice.action_post()

        self.assertEqual(self.opened("open_orders"), waiting)
        self.assertEqual(self.opened("order_count"), waiting + done)

    def test_the_rhythm_opens_every_purchase_ever(self):
        self.assertEqual(
            sum(self.opened("median_interval").mapped("amount_untaxed_signed")), 1050
        )

    def test_money_that_is_not_matched(self):
        self.money(self.env["account.move"], 75, date(2025, 6, 20), customer=self.ann)

        items = self.opened("unmatched_money")

        self.assertEqual(items.mapped("amount"), [75])
        self.assertEqual(
            self.standing(self.pyramid, self.ann).unmatched_money, 75, "the same"
        )

    def test_referrals_open_who_was_referred(self):
        contact = self.contact(self.ann)
        self.ben.customer_tier_referrer_id = contact
        contact.customer_tier_influence_type = "professional"

        self.assertEqual(self.opened("referral_revenue"), self.ben)
        self.assertEqual(self.opened("influence"), contact)

    def test_only_what_the_reader_may_see(self):
        self.evaluate(self.pyramid)
        standing = self.seen_by(
            self.user("user"), self.standing(self.pyramid, self.ann)
        )
        shown = {
            code
            for code in ("gross_margin", "open_orders", "referral_count")
            if self.readable(standing, code)
        }
        self.assertEqual(shown, {"referral_count"})
