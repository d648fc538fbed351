from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..common import TieringCase
from .test_scheme_form import MetricsMixin


@tagged("post_install", "-at_install")
class TestOnboarding(MetricsMixin, TieringCase):
    """Three questions, sensible answers, and nothing touched before Apply."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric("collected").active = True
        cls.company_form = cls.env["customer.tier.setup"].with_company(cls.company)

    def set_up(self, **answers):
        form = Form(self.company_form)
        for name, value in answers.items():
            form[name] = value
        action = form.save().action_set_up()
        self.assertEqual(action["views"], [(False, "form")])
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_the_answers_proposed_for_a_few_customers(self):
        self.invoices([(c, 10, fields.Date.today()) for c in self.customers(3)])
        form = Form(self.company_form)

        self.assertEqual(form.company_id, self.company)
        self.assertEqual(form.customers, "all")
        self.assertEqual(form.money_id.code, "net_revenue")
        self.assertEqual(form.buyer_count, 3)
        self.assertEqual(form.scheme_kind, "abc")

        scheme = self.set_up()

        self.assertEqual(scheme.name, "ABC")
        self.assertEqual(scheme.rule_ids.mapped("threshold"), [80, 15, 0])
        self.assertEqual(scheme.company_id, self.company)

    def test_the_answer_proposed_for_many_customers(self):
        self.invoices([(c, 10, fields.Date.today()) for c in self.customers(50)])

        scheme = self.set_up()

        self.assertEqual(scheme.name, "Customer pyramid")
        self.assertEqual(scheme.rule_ids.mapped("threshold"), [1, 4, 15, 0])

    def test_other_answers(self):
        scheme = self.set_up(
            customers="groups", money_id=self.metric("collected"), scheme_kind="letters"
        )

        self.assertEqual(scheme.customer_level, "group")
        self.assertEqual(scheme.value_metric_id.code, "collected")
        self.assertEqual(scheme.rule_ids.tier_id.mapped("code"), ["A", "B", "C", "D"])
        scheme = self.set_up(customers="companies")
        self.assertEqual(scheme.domain, "[('is_company', '=', True)]")

    def test_nothing_touches_customers_before_apply(self):
        customer = self.customer("Buyer")
        self.invoice(customer, 100, fields.Date.today())

        scheme = self.set_up()

        self.assertFalse(scheme.in_force)
        self.assertFalse(scheme.evaluation_ids)
        self.env["customer.tier.scheme"]._queue_due()
        self.assertFalse(scheme.evaluation_ids)
        self.assertFalse(self.standing(scheme, customer))

        scheme.action_apply()
        scheme.pending_evaluation_id._run()
        self.assertEqual(self.tier_code(scheme, customer), "A")

    def ship(self, **values):
        """A scheme that this company has from the installation."""
        shipped = self.scheme(in_force=False, **values)
        self.env["ir.model.data"].search(
            [("module", "=", "customer_tiering"), ("name", "=", "scheme_pyramid")]
        ).res_id = shipped.id
        self.env.registry.clear_cache()
        return shipped

    def test_the_shipped_scheme_is_set_up_as_long_as_nobody_used_it(self):
        shipped = self.ship(name="Customer pyramid")
        form = Form(self.company_form)
        form.scheme_kind = "letters"
        self.assertIn(
            "“Customer pyramid” has not been applied yet. Its settings and cut-offs "
            "are replaced by your answers. Its name is then “A/B/C/D”.",
            form.consequence,
        )
        self.assertEqual(self.set_up(scheme_kind="letters"), shipped)
        self.assertEqual(shipped.name, "A/B/C/D")

        shipped.in_force = True
        other = self.set_up()
        self.assertNotEqual(other, shipped)

    def test_a_name_that_somebody_gave_stays(self):
        shipped = self.ship(name="Our best friends")
        form = Form(self.company_form)
        self.assertIn("Its name is then “Our best friends”", form.consequence)

        self.assertEqual(self.set_up(scheme_kind="letters"), shipped)

        self.assertEqual(shipped.name, "Our best friends")
        self.assertEqual(shipped.rule_ids.tier_id.mapped("code"), ["A", "B", "C", "D"])

    def test_a_new_name_is_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        shipped = self.ship(name="ABC")
        chinese = shipped.with_context(lang="zh_CN")
        chinese.name = "ABC 分类"

        self.set_up(scheme_kind="pyramid")

        self.assertEqual(shipped.name, "Customer pyramid")
        self.assertEqual(chinese.name, "客户金字塔")

    def test_a_scheme_in_force_stays_as_it_is_and_first(self):
        customer = self.customer("Buyer")
        self.invoice(customer, 100, fields.Date.today())
        first = self.scheme(name="In force", sequence=30)
        self.evaluate(first, fields.Date.today())
        before = first.read(), first.rule_ids.read()
        self.assertEqual(customer.customer_tier_id.code, "TOP")
        # of the installation, and before the one in force
        shipped = self.ship(name="Customer pyramid", sequence=10)
        self.assertIn(
            "This stays in force: “In force”", Form(self.company_form).consequence
        )

        for scheme in (self.set_up(scheme_kind="abc"), self.new_scheme("letters")):
            self.assertGreater(scheme.sequence, first.sequence)
            scheme.action_apply()
            scheme.pending_evaluation_id._run()
            self.env.invalidate_all()
            self.assertEqual(customer.customer_tier_id.code, "TOP")
        self.assertIn("ABC", shipped.name)
        self.assertEqual((first.read(), first.rule_ids.read()), before)

    def new_scheme(self, kind):
        form = Form(self.company_form)
        form.scheme_id = self.env["customer.tier.scheme"]
        form.scheme_kind = kind
        return self.env["customer.tier.scheme"].browse(
            form.save().action_set_up()["res_id"]
        )

    def test_only_an_administrator_sets_up(self):
        setups = self.env["customer.tier.setup"]
        with self.assertRaises(AccessError):
            self.seen_by(self.user("manager"), setups).create({})
        setup = self.seen_by(self.user("admin"), setups).create({})
        self.assertTrue(setup.action_set_up()["res_id"])


@tagged("post_install", "-at_install", "tour")
class TestSetUpTour(HttpCase):
    """From the empty list of evaluations to a scheme in force, in a real browser."""

    def test_an_administrator_sets_up(self):
        company = self.env["res.company"].create({"name": "Newcomers"})
        new_test_user(
            self.env,
            login="newcomer",
            groups="base.group_user,customer_tiering.group_customer_tier_admin",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

        self.start_tour(
            "/odoo/customer-tier-evaluations",
            "customer_tiering_admin_set_up",
            login="newcomer",
        )

        scheme = self.env["customer.tier.scheme"].search(
            [("company_id", "=", company.id)]
        )
        self.assertEqual(scheme.name, "A/B/C/D")
        self.assertEqual(scheme.criterion_ids.metric_id.code, "purchase_count")
        self.assertTrue(scheme.in_force)
        self.assertEqual(scheme.pending_evaluation_id.user_id.login, "newcomer")
