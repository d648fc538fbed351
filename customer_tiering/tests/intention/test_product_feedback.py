from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .intentions import IntentionCase


@tagged("post_install", "-at_install", "playbook")
class TestProductFeedback(IntentionCase):
    """Why customers do not buy, gathered per product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["crm.lost.reason"].create(
            {"name": "Lacks a function", "customer_tier_product_feedback": True}
        )
        cls.plain = cls.env["crm.lost.reason"].create({"name": "No money"})
        cls.hammer = cls.product.product_tmpl_id

    def lose(self, leads, user=None, **values):
        wizard = self.seen_by(user or self.seller, self.env["crm.lead.lost"])
        wizard.create({"lead_ids": leads.ids, **values}).action_lost_reason_apply()

    def feedback(self, product=None):
        return self.env["customer.product.feedback"].search(
            [("product_tmpl_id", "=", (product or self.hammer).id)]
        )

    def told(self, text="Too heavy"):
        return {
            "lost_reason_id": self.reason.id,
            "customer_tier_product_tmpl_id": self.hammer.id,
            "customer_tier_feedback": text,
        }

    def test_the_dialog_asks_for_product_and_words(self):
        contact = self.contact(self.ann)
        lead = self.opportunity(contact)
        self.lose(lead, **self.told("  Too heavy "))
        self.assertRecordValues(
            self.feedback(),
            [
                {
                    "text": "Too heavy",
                    "lead_id": lead.id,
                    "partner_id": self.ann.id,
                    "user_id": self.seller.id,
                    "lost_reason_id": self.reason.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual((lead.won_status, lead.active), ("lost", False))

    def test_one_for_each_opportunity(self):
        leads = self.opportunity(self.ann) + self.opportunity(self.ben)
        self.lose(leads, **self.told())
        self.assertEqual(self.feedback().lead_id, leads)

    def test_nothing_is_lost_half_told(self):
        lead = self.opportunity(self.ann)
        for missing in (
            {"customer_tier_product_tmpl_id": False},
            {"customer_tier_feedback": " "},
            {"customer_tier_product_tmpl_id": False, "customer_tier_feedback": False},
        ):
            with self.subTest(str(missing)), self.refuses("Choose the product"):
                self.lose(lead, **{**self.told(), **missing})
        self.assertEqual(lead.won_status, "pending")
        # a reason that does not ask is as it was
        self.lose(lead, lost_reason_id=self.plain.id)
        self.assertEqual(lead.won_status, "lost")
        self.assertFalse(self.feedback())
        self.assertFalse(lead.customer_tier_intention_said)

    def test_the_form_shows_what_is_asked(self):
        lead = self.opportunity(self.ann)
        wizard = self.seen_by(self.seller, self.env["crm.lead.lost"])
        with Form(wizard.with_context(default_lead_ids=lead.ids)) as form:
            form.lost_reason_id = self.plain
            with self.assertRaises(AssertionError):
                form.customer_tier_feedback = "Hidden"
            form.lost_reason_id = self.reason
            form.customer_tier_product_tmpl_id = self.hammer
            form.customer_tier_feedback = "Too heavy"

    # ------------------------------------------------------------ rights

    def test_who_wrote_it_and_managers(self):
        rival = self.user("rival", groups="sales_team.group_sale_salesman")
        self.lose(self.opportunity(self.ann), **self.told())
        self.lose(self.opportunity(self.ben, user_id=rival.id), rival, **self.told())
        everything = self.feedback()
        mine = everything.filtered(lambda one: one.user_id == self.seller)
        for user, seen in (
            (self.seller, mine),
            (rival, everything - mine),
            (self.manager, everything),
        ):
            with self.subTest(user.login):
                found = self.seen_by(user, self.env["customer.product.feedback"])
                self.assertEqual(found.search([]) & everything, seen)
                product = self.seen_by(user, self.hammer)
                self.env.invalidate_all()
                self.assertEqual(product.customer_tier_feedback_count, len(seen))
                action = product.action_view_customer_tier_feedback()
                self.assertEqual(found.search(action["domain"]), seen)
        with self.assertRaises(AccessError):
            self.seen_by(rival, mine).text = "Fine"
        with self.assertRaises(AccessError):
            self.seen_by(rival, mine).action_view_leads()
        with self.assertRaises(AccessError):
            self.seen_by(rival, mine).create(
                {
                    "product_tmpl_id": self.hammer.id,
                    "text": "In the name of another",
                    "user_id": self.seller.id,
                }
            )
        self.seen_by(self.seller, mine).text = "Too heavy for one hand"

    def test_strangers_and_other_companies(self):
        self.lose(self.opportunity(self.ann), **self.told())
        other = self.new_company("Elsewhere Inc.")
        foreign = self.user("foreign", other, groups="sales_team.group_sale_manager")
        found = self.seen_by(foreign, self.env["customer.product.feedback"])
        self.assertFalse(found.search([("id", "in", self.feedback().ids)]))
        for groups in ("base.group_user", "base.group_portal"):
            user = self.user(groups[-6:], groups=groups)
            with self.subTest(groups), self.assertRaises(AccessError):
                self.seen_by(user, found).search([])

    def test_it_leads_to_the_opportunities(self):
        leads = self.opportunity(self.ann) + self.opportunity(self.ben)
        self.lose(leads, **self.told())
        action = self.seen_by(self.seller, self.feedback()).action_view_leads()
        found = self.seen_by(self.seller, self.env["crm.lead"])
        found = found.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, leads)

    def test_it_outlives_what_it_is_about(self):
        lead = self.opportunity(self.ann)
        self.lose(lead, **self.told())
        lead.unlink()
        self.assertFalse(self.feedback().lead_id)
        self.assertEqual(self.feedback().partner_id, self.ann)

    def test_merged_customers(self):
        self.lose(self.opportunity(self.ben), **self.told())
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann + self.ben).ids, self.ann, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(self.feedback().partner_id, self.ann)
