from lxml import etree

from odoo.tests import HttpCase, tagged

from ..common import TieringCase
from ..gifts import GiftCase

LISTS = {"list", "kanban", "pivot", "graph", "calendar"}
FIRST_USE = "customer.tier.first.use"
TIERS = "customer_tiering.customer_tier_setup_action"
GIFTS = "customer_tiering.customer_gift_setup_action"
SAMPLES = "customer_tiering.customer_tier_benefit_setup_action"
# Why a screen with a list asks for no set-up when it is empty
NOT_FIRST = {
    "customer.tier": "the catalogue of tiers comes with the addon",
    "customer.tier.metric": "metrics come with the addon",
    "customer.tier.shop.stage": "stages come with the addon",
    "customer.playbook": "playbooks come with the addon",
    "customer.style": "styles come with the addon",
    "customer.trait": "traits come with the addon",
    "customer.professional": "trades come with the addon",
    "customer.sensitive.topic": "topics come with the addon",
    "customer.preference": "a note about a person needs no tier",
    "customer.product.feedback": "told with a lost opportunity, without any tier",
    "customer.quality.review": "a review needs no tier",
    "customer.tier.no.need": "marks are of use before the first evaluation",
    "customer.tier.evaluation.issue": "opened from an evaluation",
    "customer.tier.evaluation.difference": "opened from an evaluation",
    "customer.tier.payment.line": "opened from a figure",
    "customer.tier.sales.line": "opened from a figure",
    "account.move": "opened from a figure",
    "account.move.line": "opened from a figure",
    "account.payment": "opened from a figure",
    "sale.order": "opened from a figure",
    "product.template": "products are added to the catalogue, whatever is planned",
    "customer.gift.occasion": "occasions come with the addon",
    "customer.gift.occasion.date": "dates come with the occasions",
    "customer.gift.tag": "words for tastes, whatever is planned",
    "customer.gift.policy": "the rules come with the addon",
    "customer.gift.policy.log": "written when a rule is set aside",
    "customer.gift.delegation": "nobody needs a deputy",
    "customer.gift.spot.check": "drawn from gifts that were given",
    "customer.gift.pseudonym": "asked for by people",
    "customer.gift.pseudonym.request": "asked for by people",
}


@tagged("post_install", "-at_install", "home")
class TestFirstUse(GiftCase):
    """Empty screens lead administrators to the set-up and tell others who to ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.blank = cls.new_company("Blank Inc.")
        cls.chief = cls.user("admin", cls.blank)
        cls.chief.name = "Ada"

    def ask(self, model, user):
        return self.seen_by(user, self.env[FIRST_USE]).get_first_use(model)

    def screens(self):
        """Models of the addon's own actions that show a list."""
        names = self.env["ir.model.data"].search(
            [
                ("module", "=", "customer_tiering"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(names.mapped("res_id"))
        return {
            action.res_model
            for action in actions
            if LISTS & {kind for _view, kind in action.views}
        }

    def test_every_screen_leads_to_the_set_up(self):
        screens = self.screens()
        self.assertGreater(len(screens), 35)
        told = {model for model in screens if self.ask(model, self.chief)}

        self.assertEqual(screens - told, screens & set(NOT_FIRST))
        # gifts and samples too begin with the tiers
        for model in told:
            self.assertEqual(self.ask(model, self.chief)["action"], TIERS)

    def test_others_are_told_whom_to_ask(self):
        seller = self.user("user", self.blank)
        for model in self.screens() - set(NOT_FIRST):
            found = self.ask(model, seller)
            with self.subTest(model):
                self.assertFalse(found["action"])
                self.assertIn("Ask ", found["text"])
                self.assertIn("Ada", found["text"])

    def test_nobody_is_named_who_is_of_another_company(self):
        self.user("admin").name = "Bob"
        text = self.ask("customer.tier.standing", self.user("user", self.blank))["text"]
        self.assertNotIn("Bob", text)

    def test_what_is_set_up_is_not_asked_again(self):
        chief = self.user("admin")
        for model in self.screens() - {
            "customer.tier.benefit.balance",
            "customer.tier.benefit.usage",
        }:
            self.assertFalse(self.ask(model, chief), model)

    def test_gifts_and_samples_have_questions_of_their_own(self):
        chief = self.user("admin")
        self.env["customer.gift.budget"].search([]).active = False
        self.assertFalse(self.ask("customer.gift.plan", chief), "archived, but there")
        self.env["customer.gift"].search([]).unlink()
        self.env["customer.gift.budget"].with_context(active_test=False).search(
            [("company_id", "=", self.company.id)]
        ).unlink()

        self.assertEqual(self.ask("customer.gift.plan", chief)["action"], GIFTS)
        samples = "customer.tier.benefit.balance"
        self.assertEqual(self.ask(samples, chief)["action"], SAMPLES)
        self.env["customer.tier.benefit"].create(
            {"name": "Course", "kind": "training", "scheme_id": self.pyramid.id}
        )
        self.assertTrue(self.ask(samples, chief), "a training is no sample")
        self.assertFalse(self.ask("customer.tier.benefit", chief))
        self.assertFalse(self.ask("customer.tier.standing", chief))

    def test_a_scheme_that_waits_for_its_evaluation_is_set_up(self):
        scheme = self.scheme(company_id=self.blank.id, in_force=False)
        self.assertTrue(self.ask("customer.tier.standing", self.chief))
        scheme.in_force = True
        self.assertFalse(self.ask("customer.tier.standing", self.chief))
        home = self.seen_by(self.chief, self.env["customer.tier.home"]).get_home()
        self.assertIn("has not finished yet", home["empty"]["title"])

    def test_strangers_learn_nothing(self):
        plain = self.user("plain", self.blank, "base.group_user")
        self.assertFalse(self.ask("customer.tier.standing", plain))
        self.assertFalse(self.ask("customer.gift", plain))
        self.assertFalse(self.ask("customer.tier.benefit", plain))
        self.assertFalse(self.ask("res.users", self.chief))
        self.assertFalse(self.ask("no.such.model", self.chief))

    def test_forms_without_a_list(self):
        for model in ("customer.tier.migration", "customer.tier.grid"):
            arch = etree.fromstring(self.env[model].get_view(None, "form")["arch"])
            self.assertTrue(arch.xpath("//widget[@name='customer_tier_first_use']"))
            self.assertTrue(self.ask(model, self.chief))


@tagged("post_install", "-at_install", "tour", "home")
class TestToursFirstUse(HttpCase, TieringCase):
    """In a browser: from an empty screen of each kind to the first plan."""

    def set_up_tiers(self):
        """Ten classified customers, and the administrator."""
        self.invoices([(one, 100) for one in self.customers(10)])
        self.evaluate(self.scheme({"TOP": 10, "SMALL": 0}))
        return self.user("admin").login

    def test_gifts(self):
        login = self.set_up_tiers()
        self.start_tour(
            "/odoo/gift-plans", "customer_tiering_set_up_gifts", login=login
        )

        plan = self.env["customer.gift.plan"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(plan.state, "draft")
        self.assertEqual(set(plan.budget_id.line_ids.mapped("amount")), {45})
        names = plan.budget_id.line_ids.occasion_id.mapped("name")
        self.assertIn("Christmas", names)
        self.assertNotIn("National Day (China)", names)

    def test_samples(self):
        login = self.set_up_tiers()
        self.start_tour(
            "/odoo/samples-left", "customer_tiering_set_up_samples", login=login
        )

        benefit = self.env["customer.tier.benefit"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(benefit.line_ids.mapped("amount"), [250, 0])

    def test_a_salesperson_is_told_whom_to_ask(self):
        blank = self.new_company("Blank Inc.")
        self.user("admin", blank).name = "Ada"
        seller = self.user("user", blank)
        self.start_tour(
            "/odoo/customer-tiers", "customer_tiering_whom_to_ask", login=seller.login
        )
