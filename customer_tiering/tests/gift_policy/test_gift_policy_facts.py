from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .gift_policies import AS_OF, GiftPolicyCase


@tagged("post_install", "-at_install", "gift")
class TestGiftPolicyFacts(GiftPolicyCase):
    """What people, products, leads, debts and evaluations say to each rule."""

    # ------------------------------------------------------------ people

    def test_officials(self):
        self.policy("C07", amount=50)
        gift = self.gift(self.buyer, 51, contact_id=self.contact(self.buyer).id)
        self.assertEqual(self.found(gift), [("C07", "warn", "unknown")])
        gift.contact_id = self.official("no")
        self.assertEqual(self.found(gift), [])
        gift.contact_id = official = self.official()
        self.assertEqual(self.found(gift), [("C07", "block", "official")])
        gift.contact_id = self.official("no", customer_tier_family_of_id=official.id)
        self.assertEqual(self.whats(gift), ["official"])
        gift.form = "card"
        self.assertEqual(self.whats(gift), [])
        gift.write({"form": "goods", "contact_id": False})
        self.assertEqual(self.whats(gift), [])
        self.buyer.customer_tier_government = True
        self.assertEqual(self.whats(gift), ["government"])

    def test_a_shop_owner_is_the_business(self):
        self.policy("C07", amount=50)
        self.policy("C10", severity="approve", amount=50)
        owner = self.customer("Shop owner", is_company=False)
        gift = self.gift(owner, 200)
        self.assertEqual(self.found(gift), [])
        self.mode("strict")
        self.assertCountEqual(self.whats(gift), ["employee", "unknown"])

    def test_an_employee_who_is_entered_as_the_customer(self):
        self.policy("C10", severity="approve", amount=50)
        gift = self.gift(self.contact(self.buyer), 51)
        self.assertEqual(self.whats(gift), ["employee"])

    def test_the_recipients_own_rules(self):
        self.policy("C12")
        contact = self.contact(self.buyer, customer_tier_gift_max=99.99)
        gift = self.gift(self.buyer, 100, contact_id=contact.id)
        self.assertEqual(self.found(gift), [("C12", "approve", "accepts_max")])
        contact.customer_tier_gift_max = 100
        self.assertEqual(self.found(gift), [])
        contact.customer_tier_gift_accepts = "yes"
        self.buyer.customer_tier_gift_accepts = "no"
        self.assertEqual(self.found(gift), [("C12", "block", "refuses")])
        self.buyer.customer_tier_gift_accepts = "ask"
        self.assertEqual(self.found(gift), [("C12", "warn", "ask_first")])

    def test_private_address(self):
        self.policy("C11", severity="approve")
        contact = self.contact(self.buyer, customer_tier_gift_private=True)
        gift = self.gift(self.buyer, contact_id=contact.id)
        self.assertEqual(self.whats(gift), ["private_address"])

    # ------------------------------------------------------------ moment

    def test_tier_and_its_age(self):
        self.policy("C01", days=92)
        gift = self.gift(self.buyer, date=AS_OF + timedelta(92))
        self.assertEqual(self.found(gift), [])
        gift.date = AS_OF + timedelta(93)
        self.assertEqual(self.found(gift), [("C01", "block", "old_tier")])
        stranger = self.customer("Stranger")
        self.assertEqual(
            self.found(self.gift(stranger)), [("C01", "approve", "no_tier")]
        )
        self.mode("strict")
        self.assertEqual(self.found(self.gift(stranger))[0][1], "block")

    def test_prospects(self):
        self.policy("C09")
        prospect = self.customer("Prospect")
        self.lead(prospect)
        self.evaluate(self.pyramid)
        gift = self.gift(prospect)
        self.assertEqual(self.found(gift), [("C09", "block", "no_customer")])
        gift.form = "sample"
        self.assertEqual(self.found(gift), [])

    def test_flagged_lead(self):
        self.policy("C08", days=30)
        contact = self.contact(self.buyer)
        lead = self.lead(contact, customer_tier_tender=True)
        gift = self.gift(self.buyer)
        self.assertEqual(self.found(gift), [("C08", "block", "tender")])
        self.update(lead, date_closed=f"{AS_OF - timedelta(30)} 10:00:00")
        self.assertEqual(self.found(gift), [("C08", "block", "tender_ended")])
        self.update(lead, date_closed=f"{AS_OF - timedelta(31)} 10:00:00")
        self.assertEqual(self.found(gift), [])
        self.update(lead, date_closed=None)
        lead.customer_tier_tender = False
        self.assertEqual(self.found(gift), [])

    def test_flagged_and_large_quotations(self):
        self.policy("C08", days=30, amount=1000)
        order = self.order(self.buyer, 5000, confirm=False)
        gift = self.gift(self.buyer)
        self.assertEqual(self.found(gift), [])
        self.mode("strict")
        self.assertEqual(self.whats(gift), ["quotation"])
        self.mode("normal")
        order.customer_tier_tender = True
        self.assertEqual(self.found(gift), [("C08", "block", "tender")])

    def test_holds(self):
        self.policy("C08", days=30)
        self.policy("C18", days=30)
        gift = self.gift(self.buyer)
        self.buyer.customer_tier_gift_hold = "tender"
        self.assertEqual(self.found(gift), [("C08", "block", "tender_hold")])
        self.buyer.customer_tier_gift_hold = "sanction"
        self.assertEqual(self.found(gift), [("C18", "block", "hold")])

    def test_debts_from_the_ledger(self):
        """The scheme of the test collects no payments."""
        self.policy("C18", days=30, amount=100)
        debtor, small, recent = self.buyers[1:4]
        due = AS_OF - timedelta(31)
        for customer, amount, day in (
            (debtor, 100.01, due),
            (small, 100, due),
            (recent, 500, due + timedelta(1)),
        ):
            self.invoice(customer, amount, day, invoice_date_due=day)
        # GiftCase's own invoices fall due on AS_OF
        found = {
            customer: self.whats(self.gift(customer, date=AS_OF))
            for customer in (debtor, small, recent)
        }
        self.assertEqual(found, {debtor: ["overdue"], small: [], recent: []})
        self.mode("strict")
        self.assertEqual(self.whats(self.gift(small, date=AS_OF)), ["overdue"])

    def test_blacklisted_email(self):
        self.policy("C18", days=30)
        self.buyer.email = "buyer@example.com"
        self.env["mail.blacklist"].sudo()._add("buyer@example.com")
        gift = self.gift(self.buyer)
        self.assertEqual(self.found(gift), [("C18", "warn", "blacklisted")])

    def test_products(self):
        self.policy("C02", exception_possible=False)
        self.policy("C17", severity="approve")
        template = self.product.product_tmpl_id
        gift = self.gift(self.buyer, product_id=self.product.id)
        self.assertEqual(self.found(gift), [])
        template.customer_gift_forbidden_kind = "voucher"
        self.assertEqual(self.found(gift), [("C02", "block", "money")])
        template.customer_gift_forbidden_kind = False
        template.customer_gift_sensitive = "alcohol"
        self.assertEqual(self.found(gift), [("C17", "approve", "sensitive")])

    def test_purpose(self):
        self.policy("C14")
        gift = self.gift(self.buyer, purpose=False)
        self.assertEqual(self.found(gift), [("C14", "approve", "no_purpose")])
        plan = self.new_plan()
        gift.plan_id = plan
        self.assertEqual(self.found(gift), [])
        self.mode("strict")
        self.assertEqual(self.found(gift), [("C14", "block", "not_confirmed")])
        plan.nothing_asked = True
        self.assertEqual(self.found(gift), [])

    def test_budget(self):
        self.policy("C20")
        gift = self.gift(self.buyer)
        self.assertEqual(self.found(gift), [("C20", "warn", "no_budget")])
        gift.write({"budget_line_id": self.budget.line_ids[0].id, "amount": 100})
        self.assertEqual(self.found(gift), [])
        gift.cost = 100.01
        self.assertEqual(self.found(gift), [("C20", "approve", "budget")])

    def test_what_we_receive_and_what_is_closed_is_left_alone(self):
        self.policy("C03", amount=10)
        self.assertEqual(self.gift(self.buyer, direction="received").severity, "none")
        gift = self.gift(self.buyer, 1)
        self.update(gift, number="G1", cost=500)
        gift._check_policy()
        self.assertEqual(gift.severity, "none")

    def test_professions_by_industry_or_tag(self):
        health = self.env.ref("base.res_partner_industry_Q")
        press = self.env["res.partner.category"].create({"name": "Press"})
        policy = self.policy("C13", industry_ids=health.ids, tag_ids=press.ids)
        gift = self.gift(self.buyer)
        self.assertEqual(self.whats(gift), [])
        self.buyer.industry_id = health
        self.assertEqual(self.found(gift), [("C13", "block", "profession")])
        self.buyer.industry_id = False
        contact = self.contact(self.buyer, category_id=[Command.set(press.ids)])
        gift.contact_id = contact
        self.assertEqual(self.whats(gift), ["profession"])
        policy.amount = 100
        self.assertEqual(self.whats(gift), [])


@tagged("post_install", "-at_install", "gift", "truth")
class TestTenderCompany(GiftPolicyCase):
    """A tender counts for the companies under the same root, and for no other."""

    def tender(self, record):
        record.customer_tier_tender = True
        record.flush_recordset()
        found = self.whats(self.gift(self.buyer))
        record.customer_tier_tender = False
        record.flush_recordset()
        return found

    def test_a_quotation_of_another_company(self):
        self.policy("C08", days=30)
        order = self.order(self.buyer, confirm=False)
        self.assertEqual(self.tender(order), ["tender"])
        branch, other = self.new_branch("Branch"), self.new_company("Other")
        self.update(order, company_id=branch.id)
        self.assertEqual(self.tender(order), ["tender"])
        self.update(order, company_id=other.id)
        self.assertEqual(self.tender(order), [])

    def test_a_lead_of_another_company_or_of_none(self):
        self.policy("C08", days=30)
        lead = self.lead(self.buyer)
        self.assertEqual(self.tender(lead), ["tender"])
        self.update(lead, company_id=None)
        self.assertEqual(self.tender(lead), ["tender"])
        self.update(lead, company_id=self.new_company("Other").id)
        self.assertEqual(self.tender(lead), [])
