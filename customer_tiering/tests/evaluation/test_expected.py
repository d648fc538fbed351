from datetime import date, timedelta
from unittest.mock import patch

import numpy as np

from odoo import Command
from odoo.tests import tagged

from ...classification import expected
from ...classification.report_card import Card
from ...models.collector import expected as reader
from ...models.collector.reading import Reading
from ..common import AS_OF
from .refreshes import RefreshCase

CODES = ("expected_revenue", "chance_active", "revenue_at_risk")
BUYERS = 60


@tagged("post_install", "-at_install", "home")
class TestExpected(RefreshCase):
    """What sixty customers are expected to buy, as twenty repeat buyers suffice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(expected, "FEWEST", 20))
        cls.many = cls.customers(BUYERS, "Buyer")
        cls.documents = cls.invoices(list(cls.bought()))
        cls.stranger = cls.customer("Stranger")
        cls.lead(cls.stranger)
        cls.pyramid = cls.scheme(metric_ids=[Command.set(cls.metrics_of(*CODES).ids)])
        cls.done = cls.evaluate(cls.pyramid)

    @classmethod
    def bought(cls):
        """At random, at rates of their own, until they leave: what the model says."""
        rng = np.random.default_rng(5)
        for customer in cls.many:
            day = AS_OF - timedelta(int(rng.integers(300, 900)))
            rate, leaves = rng.gamma(2, 1 / 60), rng.beta(1, 4)
            while day <= AS_OF:
                yield customer, round(float(rng.gamma(4, 50)), 2), day
                if rng.uniform() < leaves:
                    break
                day += timedelta(1 + int(rng.exponential(1 / rate)))

    def figures(self, customer, scheme=None):
        standing = self.standing(scheme or self.pyramid, customer)
        stored = standing._explanation().figures.stored(CODES)
        return [stored[code] for code in CODES]

    def row(self, evaluation, customer):
        """The kept figures of one customer."""
        return self.env["customer.tier.evaluation.figure"].search(
            [("evaluation_id", "=", evaluation.id), ("partner_id", "=", customer.id)]
        )

    def test_the_figures_of_everybody(self):
        model = self.done._expectation()
        self.assertIsNone(model.lacking)
        self.assertGreater(model.repeat_buyers, 20)
        self.assertEqual(model.card.until, date(2024, 12, 30))
        for customer in self.many:
            revenue, chance, risk = self.figures(customer)
            self.assertTrue(0 <= chance <= 1)
            self.assertGreaterEqual(revenue, 0)
            self.assertAlmostEqual(risk, revenue * (1 - chance))
        standings = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", self.pyramid.id), ("partner_id", "in", self.many.ids)]
        )
        self.assertGreater(len(set(standings.mapped("chance_active"))), 20)
        self.assertGreater(len(set(standings.mapped("expected_revenue"))), 40)

    def test_who_never_bought_has_no_figure(self):
        self.assertEqual(self.figures(self.stranger), [None] * 3)
        self.assertIs(
            self.standing(self.pyramid, self.stranger).expected_revenue, False
        )

    def test_customers_who_left_long_ago_have_one_too(self):
        inactive = self.silent[0]
        self.assertEqual(self.standing(self.pyramid, inactive).lifecycle, "inactive")
        self.assertLess(self.figures(inactive)[1], 0.9)

    def test_a_refresh_says_the_same_without_the_others(self):
        with patch.object(reader, "learn", side_effect=AssertionError("learned")):
            for customer in self.people():
                with self.subTest(customer.name):
                    self.assertNothingDiffers(self.pyramid, customer)

    def test_a_refresh_sees_a_new_purchase(self):
        quiet = min(self.many, key=lambda customer: self.figures(customer)[1])
        self.invoice(quiet, 500)

        then, now = self.now(self.pyramid, quiet)["figures"]["chance_active"]

        self.assertLess(then, now)

    def test_a_refresh_of_a_scheme_that_asks_since_the_last_run(self):
        scheme = self.scheme()
        self.evaluate(scheme)
        scheme.metric_ids = self.metrics_of(*CODES)

        found = self.now(scheme, self.many[0])["figures"]

        self.assertEqual(found["expected_revenue"], (None, None))

    def test_the_same_day_again_writes_no_row(self):
        again = self.evaluate(self.pyramid)
        self.assertEqual(again.written_count, 0)
        self.assertEqual(again.expectation, self.done.expectation)

    def test_a_changed_document_changes_one_customer_only(self):
        self.done._keep_figures()
        best = max(self.many, key=lambda customer: self.figures(customer)[0])
        document = self.documents.filtered(lambda d: d.partner_id == best)[-1:]
        document.button_draft()

        self.done._compare()

        lines = self.env["customer.tier.evaluation.difference"].search(
            [("evaluation_id", "=", self.done.id)]
        )
        self.assertEqual(lines.mapped("partner_id"), document.partner_id)
        self.assertIn("expected_revenue", lines.mapped("figure"))

    def test_a_day_of_the_past_knows_nothing_of_what_came(self):
        day = AS_OF - timedelta(90)
        scheme = self.scheme(metric_ids=[Command.set(self.metrics_of(*CODES).ids)])
        self.evaluate(scheme, day)
        before = [self.figures(customer, scheme) for customer in self.many]
        closed = self.pyramid._queue_closed(day)
        closed._run()

        rows = [self.row(closed, customer) for customer in self.many]

        self.assertEqual(
            [[row.expected_revenue, row.chance_active] for row in rows],
            [
                [revenue or False, False if chance is None else chance]
                for revenue, chance, _risk in before
            ],
        )
        self.assertEqual(closed._expectation().card.until, date(2024, 10, 1))

    def test_tiers_by_revenue_at_risk(self):
        scheme = self.scheme(
            {"TOP": 10, "SMALL": 0},
            value_metric_id=self.metrics_of("revenue_at_risk").id,
        )
        self.evaluate(scheme)
        existing = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id), ("rank", ">", 0)], order="rank"
        )
        values = existing.mapped("value")
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertGreater(values[0], 0)
        for standing in existing[:3]:
            with self.subTest(standing.partner_id.name):
                self.assertNothingDiffers(scheme, standing.partner_id)

    def test_the_report_card_is_shown(self):
        card = self.done._expectation().card
        shown = self.seen_by(self.user("user"), self.done).expectation_html
        self.assertEqual(shown.count("<tr"), 12)
        self.assertIn("182 days after 12/30/2024", shown)
        self.assertIn(self.company.currency_id.format(card.revenue_came), shown)
        self.assertFalse(self.evaluate(self.scheme()).expectation_html)

    def test_when_the_rhythm_is_the_better_judge(self):
        with patch.object(Card, "beats_rhythm", False):
            done = self.evaluate(self.pyramid)
        self.assertEqual(done._expectation().lacking, expected.RHYTHM_IS_BETTER)
        self.assertEqual(self.figures(self.many[0]), [None] * 3)
        self.assertIn(
            "own rhythm would have been the better judge", done.expectation_html
        )
        self.assertIn("<table", done.expectation_html)

    def test_when_the_data_do_not_suffice(self):
        with patch.object(expected, "FEWEST", 1000):
            few = self.evaluate(self.pyramid)
        self.assertIn("Nothing is expected yet", few.expectation_html)
        self.assertIn("before 12/31/2024", few.expectation_html)
        self.assertEqual(few._expectation().lacking, expected.FEW_REPEAT_BUYERS)
        self.assertEqual(self.figures(self.many[0]), [None] * 3)
        found = self.now(self.pyramid, self.many[0])["figures"]
        self.assertEqual(found["chance_active"], (None, None))

    def test_as_many_statements_as_for_ten(self):
        few = self.scheme(
            domain=f"[('id', 'in', {self.many[:10].ids})]",
            metric_ids=[Command.set(self.metrics_of(*CODES).ids)],
        )
        for scheme in (few, self.pyramid):
            Reading(self.env, scheme, AS_OF).frame()
        before = self.cr.sql_log_count
        Reading(self.env, few, AS_OF).frame()
        some = self.cr.sql_log_count - before
        Reading(self.env, self.pyramid, AS_OF).frame()
        self.assertEqual(self.cr.sql_log_count - before, 2 * some)
