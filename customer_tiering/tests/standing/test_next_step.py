from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .explanations import ExplanationCase, plain

METRICS = ("net_revenue", "median_interval", "days_since_last_purchase", "refunded")


@tagged("post_install", "-at_install", "home")
class TestNextStep(ExplanationCase):
    """What the page of one customer says first, and what it offers to do.

    Ann bought on 1 June for 1,000, and on 2 March and 1 April before. Ben bought once.
    Pia has a lead, a lost one, and a quotation. Sue was never contacted.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pia, cls.sue = cls.customer("Pia"), cls.customer("Sue")
        cls.invoices([(cls.ann, 1, date(2025, 3, 2)), (cls.ann, 1, date(2025, 4, 1))])
        cls.leads = cls.lead(cls.pia) + cls.lead(cls.pia, active=False, probability=0)
        cls.quotation = cls.order(cls.pia, confirm=False)
        cls.pyramid = cls.scheme(
            {"TOP": 50, "SMALL": 0},
            metric_ids=[Command.set([cls.metric[code].id for code in METRICS])],
        )
        cls.evaluate(cls.pyramid)

    def shown(self, customer):
        figures = self.details(self.pyramid, customer)["figures"]
        return {row["label"]: plain(row["value"]) for row in figures}

    def test_the_rhythm_is_one_figure(self):
        """Intervals of 30 and 61 days: 45.5 is usual. 1 June to 15 July is 44."""
        with freeze_time("2025-07-15"):
            shown = self.shown(self.ann)
            self.assertEqual(
                shown["Last Purchase"], "44 days ago; usually every 46 days"
            )
            self.assertEqual(
                self.shown(self.ben)["Last Purchase"],
                "44 days ago; too early to tell what is usual",
            )
        self.assertFalse(
            {self.metric[code].name for code in METRICS[1:3]} & shown.keys()
        )
        # with a list by date behind
        standing = self.standing(self.pyramid, self.ann)
        row = self.details(self.pyramid, self.ann)["figures"][0]
        action = standing.action_view_figure(row["code"])
        days = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(days.mapped("invoice_date")), 4)

    def test_a_scheme_that_does_not_read_it_says_when_and_no_more(self):
        self.pyramid.metric_ids = self.metric["net_revenue"]
        self.evaluate(self.pyramid)
        with freeze_time("2025-06-02"):
            self.assertEqual(self.shown(self.ben)["Last Purchase"], "yesterday")

    def test_who_does_not_buy_shows_what_is_known_and_no_zeros(self):
        self.assertEqual(self.shown(self.pia), {"Leads": "2", "Open Quotations": "1"})
        self.assertEqual(self.shown(self.sue), {})
        standing = self.standing(self.pyramid, self.pia)
        for row, records in zip(
            self.details(self.pyramid, self.pia)["figures"],
            (self.leads, self.quotation),
            strict=True,
        ):
            action = getattr(standing, row["method"])()
            found = self.env[action["res_model"]].with_context(**action["context"])
            self.assertEqual(found.search(action["domain"]), records)

    def test_the_own_tier_first_then_others_with_their_scheme(self):
        letters = self.scheme(
            {"A": 50, "D": 0}, name="Letters", sequence=99, shown_besides=True
        )
        self.evaluate(letters)
        tiers = self.details(self.pyramid, self.ben)["tiers"]
        self.assertEqual(
            [(tier["scheme"], tier["tier"]) for tier in tiers],
            [("", "Small"), ("Letters", "D")],
        )
        self.assertEqual(self.ben.customer_tier_badge_note, "Letters: D")

    def test_a_step_for_everybody_but_who_has_no_need(self):
        def steps(customer):
            return [
                (step["method"], step["primary"])
                for step in self.details(self.pyramid, customer)["next"]
            ]

        quote, call = "action_new_quotation", "action_plan_activity"
        self.assertEqual(steps(self.ann), [(quote, False), (call, False)])
        self.assertEqual(steps(self.pia), [(quote, True), (call, False)])
        self.assertEqual(steps(self.sue), [(call, True), (quote, False)])
        self.env["customer.tier.no.need"].create(
            {"partner_id": self.sue.id, "reason": "No workshop"}
        )
        self.evaluate(self.pyramid)
        self.assertEqual(steps(self.sue), [])
        # who may not make quotations is not offered any
        accountant = self.seen_by(
            self.user("accountant"), self.standing(self.pyramid, self.pia)
        )
        methods = [step["method"] for step in accountant._next_steps()]
        self.assertEqual(methods, [call])

    def test_an_activity_is_planned_with_the_customer(self):
        standing = self.standing(self.pyramid, self.sue)
        action = standing.action_plan_activity()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.create({"summary": "Introduce us"}).action_schedule_activities()
        self.assertEqual(self.sue.activity_ids.summary, "Introduce us")
        order = standing.action_new_quotation()
        self.assertEqual(order["context"], {"default_partner_id": self.sue.id})

    def test_only_of_customers_that_the_reader_sees(self):
        seller = self.user(
            "own",
            groups="sales_team.group_sale_salesman,"
            "customer_tiering.group_customer_tier_user",
        )
        self.company.customer_tier_own_customers = True
        standing = self.seen_by(seller, self.standing(self.pyramid, self.pia))
        for method in (
            "action_view_leads",
            "action_view_quotations",
            "action_new_quotation",
            "action_plan_activity",
        ):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(standing, method)()
