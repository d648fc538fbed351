from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo business shows everything the addon can tell apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        demo = cls.env["customer.tier.demo"]
        # in a database with demo data it is there already and nothing happens
        demo._install()
        cls.scheme = cls.env.ref("customer_tiering.scheme_pyramid")
        cls.evaluation = cls.scheme._queue_evaluation()
        cls.evaluation._run()
        cls.results = {line.tier_id.code: line for line in cls.evaluation.result_ids}

    def test_all_eight_classes_have_members(self):
        codes = {"TOP", "BIG", "MEDIUM", "SMALL"}
        codes |= {"INACTIVE", "PROSPECT", "SUSPECT", "NONEED"}
        self.assertEqual(set(self.results), codes)
        self.assertGreaterEqual(self.evaluation.existing_count, 300)
        self.assertGreater(self.results["TOP"].customer_count, 1)
        self.assertGreater(self.evaluation.lead_count, 0)

    def test_trade_is_heavy_tailed(self):
        best = sum(
            self.results[code].revenue_share for code in ("TOP", "BIG", "MEDIUM")
        )
        self.assertGreater(self.results["TOP"].revenue_share, 0.2)
        self.assertGreater(best, 0.7)

    def test_the_books_balance_and_the_bridge_closes(self):
        ((difference,),) = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted")], aggregates=["balance:sum"]
        )
        self.assertAlmostEqual(difference, 0.0, places=2)
        bridge = self.evaluation
        self.assertAlmostEqual(
            bridge.revenue_total,
            bridge.revenue_classified
            + bridge.revenue_excluded
            + bridge.revenue_not_counted,
            places=2,
        )

    def test_two_government_customers(self):
        names = ("City of%", "%水利%")
        found = self.env["res.partner"].search(
            ["|", *[("name", "=ilike", name) for name in names]]
        )
        self.assertGreaterEqual(len(found), 2)
