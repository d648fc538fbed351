from ast import literal_eval

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...wizards.scheme.customer_tier_presets import PRESETS, codes
from ..common import TieringCase
from .test_scheme_form import MetricsMixin


@tagged("post_install", "-at_install")
class TestPresets(MetricsMixin, TieringCase):
    """Each preset makes the scheme the founding documents describe."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for preset in PRESETS:
            for code in codes(preset):
                cls.metric(code).active = True

    def apply(self, preset, **values):
        wizard = self.env["customer.tier.preset.wizard"].create(
            {"preset": preset, "company_id": self.company.id, **values}
        )
        action = wizard.action_apply_preset()
        return self.env[action["res_model"]].browse(action["res_id"])

    def rules(self, scheme):
        return [(r.tier_id.code, r.method, r.threshold) for r in scheme.rule_ids]

    def criteria(self, scheme):
        return [(c.metric_id.code, c.weight, c.method) for c in scheme.criterion_ids]

    PYRAMID = [
        ("TOP", "percent_of_customers", 1),
        ("BIG", "percent_of_customers", 4),
        ("MEDIUM", "percent_of_customers", 15),
        ("SMALL", "percent_of_customers", 0),
    ]

    def test_every_preset_makes_a_scheme_that_is_not_in_force(self):
        for preset in PRESETS:
            with self.subTest(preset):
                scheme = self.apply(preset)
                self.assertFalse(scheme.in_force)
                self.assertFalse(scheme.evaluation_ids)
                self.assertEqual(scheme.company_id, self.company)
                # complete: nothing is left to be refused
                scheme._settings(scheme._today())

    def test_manufacturer_and_trader(self):
        maker, trader = self.apply("manufacturer"), self.apply("trader")

        self.assertEqual(self.rules(maker), self.PYRAMID)
        self.assertEqual(self.rules(trader), self.PYRAMID)
        self.assertEqual(maker.value_metric_id.code, "net_revenue")
        self.assertEqual(trader.value_metric_id.code, "gross_margin")
        self.assertEqual((maker.name, trader.name), ("Manufacturer", "Trader"))

    def test_the_name_is_known_in_every_installed_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["customer_tiering"], ["zh_CN"])

        payment = self.apply("payment")

        self.assertEqual(payment.name, "Payment behaviour")
        self.assertEqual(payment.with_context(lang="zh_CN").name, "付款行为")

    def test_a_language_that_is_switched_on_later_knows_the_name_too(self):
        payment, ours = self.apply("payment"), self.apply("payment")
        ours.name = "How they pay us"

        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["customer_tiering"], ["zh_CN"])

        self.assertEqual(payment.with_context(lang="zh_CN").name, "付款行为")
        self.assertEqual(ours.with_context(lang="zh_CN").name, "How they pay us")
        # and nothing that somebody has written in the language is replaced
        payment.with_context(lang="zh_CN").name = "我们的"
        self.env["ir.module.module"]._load_module_terms(["customer_tiering"], ["zh_CN"])
        self.assertEqual(payment.with_context(lang="zh_CN").name, "我们的")

    def test_letters(self):
        scheme = self.apply("manufacturer", tier_names="letters")

        self.assertEqual(scheme.rule_ids.tier_id.mapped("code"), ["A", "B", "C", "D"])

    def test_cash_flow(self):
        scheme = self.apply("cash_flow", floor=750, tier_names="letters")

        self.assertEqual(
            self.criteria(scheme),
            [
                ("net_revenue", 2, "percentile"),
                ("collected", 2, "percentile"),
                ("days_late", 1, "min_max"),
            ],
        )
        self.assertFalse(scheme.criterion_ids[-1].higher_is_better)
        cap = scheme.cap_ids
        self.assertEqual((cap.metric_id.code, cap.above), ("overdue_days", 90))
        self.assertEqual(
            (cap.floor_metric_id.code, cap.floor_above), ("overdue_amount", 750)
        )
        self.assertEqual(cap.tier_id.code, "D")

    def test_online_shop(self):
        scheme = self.apply("online_shop")

        self.assertEqual(scheme.rank_by, "score")
        self.assertEqual(
            self.criteria(scheme),
            [
                ("purchase_count", 4, "percentile"),
                ("net_revenue", 5, "percentile"),
                ("influence", 5, "min_max"),
            ],
        )
        influence = scheme.criterion_ids[-1]
        self.assertEqual((influence.low, influence.high), (0, 5))

    def test_payment_behaviour(self):
        scheme = self.apply("payment")

        self.assertTrue(scheme.shown_besides)
        self.assertEqual(
            self.rules(scheme),
            [
                ("A", "score", 85),
                ("B", "score", 65),
                ("C", "score", 40),
                ("D", "score", 0),
            ],
        )
        late, on_time = scheme.criterion_ids
        self.assertEqual(
            (late.metric_id.code, late.low, late.high), ("days_late", 0, 90)
        )
        self.assertEqual((late.weight, on_time.weight), (3, 1))
        self.assertFalse(late.higher_is_better)
        self.assertEqual((on_time.low, on_time.high), (0, 1))
        self.assertTrue(on_time.higher_is_better)

    def test_telecom(self):
        scheme = self.apply("telecom", city="Ganzhou", currency_id=self.eur.id)

        big, small = scheme.rule_ids
        self.assertEqual(
            (big.tier_id.code, big.threshold, big.per), ("BIG", 10000, "month")
        )
        self.assertEqual(big.threshold_currency_id, self.eur)
        self.assertEqual(small.tier_id.code, "SMALL")
        # 12 months at 10,000 on average
        self.assertEqual(big._threshold_times(), 12)
        self.assertEqual(scheme.domain, "[('city', '=ilike', 'Ganzhou')]")
        partner = self.customer("Operator's customer", city="ganzhou")
        self.assertTrue(partner.filtered_domain(literal_eval(scheme.domain)))
        with self.assertRaisesRegex(ValidationError, "per month must be above 0"):
            self.apply("telecom", amount=0)

    def test_abc(self):
        scheme = self.apply("abc")

        self.assertEqual(
            self.rules(scheme),
            [
                ("A", "share_of_value", 80),
                ("B", "share_of_value", 15),
                ("C", "share_of_value", 0),
            ],
        )
        self.assertEqual(scheme.rule_ids.mapped("cumulated"), [80, 95, 100])

    def test_a_metric_that_is_not_there_is_said(self):
        self.without("gross_margin")
        with self.assertRaisesRegex(UserError, "“Trader” needs the metric “gross_marg"):
            self.apply("trader")
        self.metric("overdue_days").active = False
        form = Form(self.env["customer.tier.preset.wizard"])
        form.preset = "cash_flow"
        self.assertIn("“overdue_days”", form.problem)
        form.preset = "manufacturer"
        self.assertFalse(form.problem)

    def test_a_preset_replaces_the_lines_of_a_scheme_not_in_force(self):
        scheme = self.scheme(in_force=False)
        scheme.criterion_ids = [
            Command.create({"metric_id": self.metric("net_revenue").id})
        ]
        domain = scheme.domain

        self.assertEqual(self.apply("abc", scheme_id=scheme.id), scheme)

        self.assertEqual(scheme.name, "Test scheme")
        self.assertEqual(scheme.domain, domain)
        self.assertEqual(scheme.rule_ids.mapped("threshold"), [80, 15, 0])
        self.assertFalse(scheme.criterion_ids)
        self.assertFalse(scheme.in_force)
        # and back again, with caps and criteria that need the new lines
        self.apply("cash_flow", scheme_id=scheme.id)
        self.assertEqual(self.rules(scheme), self.PYRAMID)
        self.apply("abc", scheme_id=scheme.id)
        self.assertFalse(scheme.cap_ids)

    def test_but_not_of_one_in_force(self):
        scheme = self.scheme()
        with self.assertRaisesRegex(
            UserError, "is in force, so a preset cannot replace its lines"
        ):
            self.apply("abc", scheme_id=scheme.id)
        self.assertEqual(scheme.rule_ids.mapped("threshold"), [1, 4, 15, 0])

    def test_only_an_administrator_uses_presets(self):
        wizards = self.env["customer.tier.preset.wizard"]
        with self.assertRaises(AccessError):
            wizards.with_user(self.user("manager")).create({"preset": "abc"})
        user = self.user("admin")
        wizard = self.seen_by(user, wizards).create({"preset": "abc"})
        self.assertTrue(wizard.action_apply_preset()["res_id"])
