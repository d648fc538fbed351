from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import AS_OF, FIRST
from ..metrics import MetricCase
from ..payments import PaymentCase


@tagged("post_install", "-at_install")
class TestRefreshMoves(PaymentCase, MetricCase):
    """What happened since the evaluation, counted by hand.

    Ten customers with 1,000, 900 … 100 dollars: the first is Top (10 %), two more are
    Big, the rest is Small.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ten = cls.customers(10)
        cls.sales = cls.invoices(
            [(one, 1000 - 100 * n) for n, one in enumerate(cls.ten)]
        )
        shown = cls.named("purchase_count", "collected", "order_count")
        cls.pyramid = cls.scheme(
            {"TOP": 10, "BIG": 20, "SMALL": 0}, metric_ids=[Command.set(shown.ids)]
        )
        cls.evaluate(cls.pyramid)

    @classmethod
    def named(cls, *codes):
        return cls.env["customer.tier.metric"].search([("code", "in", codes)])

    def now(self, customer, as_of=AS_OF, scheme=None):
        refresher = self.env["customer.tier.refresher"]
        return refresher._now(scheme or self.pyramid, customer, as_of)

    def assertTiers(self, found, before, after):
        standing = self.env["customer.tier.standing"].browse(found["standing"])
        self.assertEqual(standing.tier_id.code or None, before)
        tier = self.env["customer.tier"].browse(found["tier"] or [])
        self.assertEqual(tier.code or None, after)

    def test_a_new_invoice_of_a_contact_lifts_them_over_the_threshold(self):
        fifth = self.ten[4]
        contact = self.contact(self.contact(fifth))
        self.invoice(contact, 200)
        found = self.now(fifth)
        # 800 is what the third has: beside them is not ahead of them
        self.assertEqual(found["figures"]["net_revenue"], (600, 800))
        self.assertEqual(found["figures"]["purchase_count"], (1, 2))
        self.assertTiers(found, "SMALL", "SMALL")
        self.assertEqual(
            found["threshold"],
            {
                "tier": self.tier["BIG"].id,
                "column": "net_revenue",
                "figure": 800,
                "asked": 800.01,
            },
        )

        self.invoice(contact, 0.01)
        found = self.now(fifth)
        self.assertTiers(found, "SMALL", "BIG")
        self.assertEqual(
            (found["threshold"]["figure"], found["threshold"]["asked"]), (800.01,) * 2
        )

        self.invoice(contact, 200)
        self.assertTiers(self.now(fifth), "SMALL", "TOP")

    def test_what_the_next_evaluation_gives_is_what_was_told(self):
        for customer, amount in zip(self.ten[3:6], (250, 300, 10), strict=True):
            with self.subTest(customer=customer.name), self.cr.savepoint() as point:
                self.invoice(customer, amount)
                told = self.now(customer)["tier"]
                self.evaluate(self.pyramid)
                self.assertEqual(self.standing(self.pyramid, customer).tier_id.id, told)
                point.rollback()
            self.env.invalidate_all()

    def test_a_refund_takes_them_below_the_threshold(self):
        second = self.ten[1]
        self.refund(second, 200)
        found = self.now(second)
        # 700 of the fourth have to be exceeded by who was among the three
        self.assertEqual(found["figures"]["net_revenue"], (900, 700))
        self.assertTiers(found, "BIG", "SMALL")
        self.assertEqual(
            (found["threshold"]["tier"], found["threshold"]["asked"]),
            (self.tier["BIG"].id, 700.01),
        )

    def test_grace_holds_what_the_figures_no_longer_give(self):
        self.pyramid.misses = 2
        self.evaluate(self.pyramid)
        self.refund(self.ten[1], 500)
        # on the day of the evaluation there is nothing yet to hold
        self.assertTiers(self.now(self.ten[1]), "BIG", "SMALL")
        found = self.now(self.ten[1], date(2025, 7, 15))
        self.assertTiers(found, "BIG", "BIG")
        self.assertEqual(
            (found["computed"], found["decided_by"]), (self.tier["SMALL"].id, "held")
        )

    def test_payments_and_orders(self):
        third = self.ten[2]
        found = self.now(third)["figures"]
        self.assertEqual(found["collected"], (0, 0))
        self.money(self.sales[2], 300, AS_OF)
        self.sell(third, (50, 1))
        found = self.now(third)["figures"]
        self.assertEqual(found["collected"], (0, 300))
        self.assertEqual(found["order_count"], (0, 1))
        self.assertEqual(found["net_revenue"], (800, 800))
        # of nobody else
        self.assertEqual(self.now(self.ten[3])["figures"]["collected"], (0, 0))

    def test_the_window_moves_on_with_the_day(self):
        self.invoice(self.ten[9], 5000, FIRST)
        self.assertEqual(self.now(self.ten[9])["figures"]["net_revenue"], (100, 5100))
        found = self.now(self.ten[9], date(2025, 7, 1))
        self.assertEqual(found["figures"]["net_revenue"], (100, 100))
        # a day before the evaluation would be placed by thresholds of a later one
        found = self.now(self.ten[9], date(2025, 1, 1))
        self.assertEqual(found["as_of"], AS_OF)

    # ------------------------------------------------------------ lifecycle

    def test_from_one_state_of_life_to_the_next(self):
        stranger, known = self.customers(2, "New")
        self.lead(known)
        self.evaluate(self.pyramid)
        self.assertEqual(self.now(stranger)["lifecycle"], "not_contacted")
        self.assertTiers(self.now(known), "PROSPECT", "PROSPECT")

        self.lead(stranger)
        self.assertTiers(self.now(stranger), "SUSPECT", "PROSPECT")
        self.invoice(known, 850)
        self.assertTiers(self.now(known), "PROSPECT", "BIG")
        self.refund(known, 850)
        found = self.now(known)
        self.assertEqual(found["lifecycle"], "existing")
        self.assertTiers(found, "PROSPECT", "SMALL")
        found = self.now(self.ten[0], date(2026, 7, 1))
        self.assertEqual(found["lifecycle"], "inactive")
        self.assertTiers(found, "TOP", "INACTIVE")

    def test_who_has_no_standing_yet_enters(self):
        new = self.customer("New")
        self.invoice(new, 1500)
        found = self.now(new)
        self.assertFalse(found["standing"])
        self.assertEqual(found["figures"]["net_revenue"], (None, 1500))
        self.assertTiers(found, None, "TOP")

    def test_who_is_no_customer_any_more_leaves(self):
        self.ten[0].ref = "Elsewhere"
        found = self.now(self.ten[0])
        self.assertIsNone(found["lifecycle"])
        self.assertTiers(found, "TOP", None)

    def test_a_subsidiary_counts_for_the_head_of_its_group(self):
        groups = self.scheme({"TOP": 10, "BIG": 20, "SMALL": 0}, customer_level="group")
        self.evaluate(groups)
        subsidiary = self.customer("Subsidiary", parent_id=self.ten[6].id)
        self.invoice(self.contact(subsidiary), 450)
        found = self.now(self.ten[6], scheme=groups)
        self.assertEqual(found["figures"]["net_revenue"], (400, 850))
        self.assertTiers(found, "SMALL", "BIG")
        self.assertEqual(self.now(self.ten[6])["figures"]["net_revenue"], (400, 400))

    # ------------------------------------------------------------ what cannot be told

    def test_a_scheme_that_was_never_evaluated(self):
        with self.assertRaisesRegex(UserError, "has not been evaluated yet"):
            self.now(self.ten[0], scheme=self.scheme())

    def test_an_evaluation_that_kept_no_thresholds(self):
        self.pyramid.last_evaluation_id.sudo().thresholds = False
        self.update(self.pyramid.last_evaluation_id, thresholds=None)
        found = self.now(self.ten[0])
        self.assertEqual(found["obstacle"], "not_kept")
        self.assertEqual(found["figures"]["net_revenue"], (1000, 1000))
        self.assertIsNone(found["tier"])

    def test_a_group_that_was_not_there(self):
        self.ten.country_id = self.env.ref("base.us")
        apart = self.scheme({"TOP": 10, "SMALL": 0}, group_by="country")
        self.evaluate(apart)
        self.ten[4].country_id = self.env.ref("base.de")
        self.assertEqual(self.now(self.ten[4], scheme=apart)["obstacle"], "group")

    def test_a_percentile_without_its_scale(self):
        scored = self.scheme(
            rank_by="score",
            criterion_ids=[
                Command.create({"metric_id": self.named("net_revenue").id, "weight": 1})
            ],
            rule_ids=[
                Command.create(
                    {
                        "tier_id": self.tier[code].id,
                        "method": "score",
                        "threshold": threshold,
                    }
                )
                for code, threshold in (("TOP", 80), ("SMALL", 0))
            ],
        )
        first = self.evaluate(scored)
        self.evaluate(scored)
        third = self.evaluate(scored)
        # two are enough: that of now, and the one that an undo brings back
        self.assertIsNone(first._scale_of(0))
        self.assertEqual(third._scale_of(0).tolist(), [100.0 * n for n in range(1, 11)])
        self.invoice(self.ten[4], 250)
        found = self.now(self.ten[4], scheme=scored)
        # ahead of seven of the nine others
        self.assertEqual(found["figures"]["score"], (55.56, 77.78))
        self.update(third, scale=None)
        self.assertEqual(self.now(self.ten[4], scheme=scored)["obstacle"], "criterion")
