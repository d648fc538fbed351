import json
from datetime import date, timedelta

import pandas as pd
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .gift_policies import AS_OF, GiftPolicyCase


@tagged("post_install", "-at_install", "gift")
class TestGiftPolicy(GiftPolicyCase):
    def test_judged_when_made_and_when_changed(self):
        limit = self.policy("C03", severity="approve", amount=100)
        gift = self.gift(self.buyer, 100)
        self.assertEqual((gift.severity, gift.findings), ("none", False))
        gift.cost = 100.01
        self.assertEqual(gift.severity, "approve")
        (line,) = gift.findings
        self.assertEqual(
            line,
            {
                "code": "C03",
                "policy_id": limit.id,
                "severity": "approve",
                "figure": 100.01,
                "limit": 100.0,
                "unit": "money",
                "currency": self.usd.id,
                "period": "value",
                "approver": "manager",
                "exception": True,
            },
        )
        self.assertEqual(json.loads(json.dumps(line)), line)
        self.assertIn("100.01", gift.findings_html)
        self.assertIn("100.00", gift.findings_html)
        gift.cost = 1
        self.assertEqual((gift.severity, gift.findings_html), ("none", False))

    def test_found_by_severity(self):
        self.policy("C03", severity="approve", amount=100)
        dear = self.gift(self.buyer, 101)
        cheap = self.gift(self.buyer, 99)
        self.assertEqual(
            dear, (dear + cheap).search([("severity", "in", ("approve", "block"))])
        )

    def test_the_frame_of_a_plan_is_judged_as_well(self):
        self.policy("C03", severity="approve", amount=250)
        self.policy("C14")
        plan = self.new_plan()
        frame = pd.DataFrame(
            {
                "partner_id": self.buyers[:3].ids,
                "tier_id": [self.tier[code].id for code in ("TOP", "BIG", "BIG")],
                "user_id": self.seller.id,
                "country_id": [None] * 3,
                "company_id": self.company.id,
                "occasion_id": self.occasion.id,
                "date": plan.date,
                "amount": [400.0, 300.0, 200.0],
                "form": "goods",
                "budget_line_id": self.budget.line_ids[:3].ids,
                "product_id": [None] * 3,
                "cost": [400.0, 250.0, 200.0],
                "list_value": [None] * 3,
            },
            index=[5, 6, 9],
        )
        checked = self.env["customer.gift.policy"]._check(frame)
        self.assertEqual(checked.index.tolist(), [5, 6, 9])
        self.assertEqual(checked["severity"].tolist(), ["approve", "none", "none"])
        self.assertEqual(
            [line["code"] for line in checked["findings"].tolist()[0]], ["C03"]
        )
        self.assertIsNone(checked["findings"].tolist()[1])
        empty = self.env["customer.gift.policy"]._check(frame[:0])
        self.assertEqual(len(empty), 0)
        self.assertIn("severity", empty)

    def test_queries_do_not_grow_with_the_gifts(self):
        self.policy("C04", amount=10_000)
        for code in ("C01", "C08", "C18"):
            self.policy(code, days=30)
        few = self.gift(self.buyers[0]) + self.gift(self.buyers[1])
        many = few + self.gift(self.buyers[2])
        for buyer in self.buyers:
            many += self.gift(buyer)
        counts = []
        for gifts in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            gifts._check_policy()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # ------------------------------------------------------------ mode

    def test_record_only_keeps_what_it_finds_and_stops_nothing(self):
        self.mode("record")
        self.policy("C03", amount=100)
        gift = self.gift(self.buyer, 500)
        self.assertEqual(self.found(gift), [("C03", "warn", "value")])

    def test_a_branch_follows_its_root(self):
        branch = self.new_branch("Tiering branch")
        self.policy("C03", severity="approve", amount=100, company_id=self.company.id)
        gift = self.gift(self.buyer, 500, company_id=branch.id)
        self.assertEqual(self.whats(gift), ["value"])
        self.mode("record")
        self.assertEqual(self.found(gift)[0][1], "warn")

    def test_normal_never_stops_an_ordinary_gift(self):
        """All of a template, its limits as it ships them, for a good customer."""
        self.company.customer_gift_policy_template = "general"
        plan = self.new_plan()
        line = self.budget.line_ids[0]
        self.invoice(self.buyer, 100, AS_OF)
        self.order(self.buyer, 90_000, confirm=False)
        gift = self.gift(
            self.buyer, 50, plan_id=plan.id, budget_line_id=line.id, amount=50,
            purpose=False,
        )  # fmt: skip
        self.assertEqual(self.found(gift), [])
        self.mode("strict")
        self.assertEqual(
            [line[2] for line in self.found(gift)], ["quotation", "not_confirmed"]
        )

    # ------------------------------------------------------------ history

    def test_all_that_one_recipient_gets(self):
        self.policy("C04", severity="approve", amount=300)
        contact = self.contact(self.buyer)
        other_seller = self.manager
        self.past(self.buyer, 100, contact_id=contact.id)
        self.past(
            self.buyer, 100, "approved", contact_id=contact.id, user_id=other_seller.id
        )
        at = self.gift(self.buyer, 100, contact_id=contact.id)
        self.assertEqual(self.found(at), [])
        at.cost = 101
        self.assertEqual(self.found(at), [("C04", "approve", "year")])
        self.assertEqual(at.findings[0]["figure"], 301)

    def test_what_does_not_count(self):
        self.policy("C04", severity="approve", amount=150)
        for state in ("proposed", "declined", "returned", "cancelled"):
            self.past(self.buyer, 100, state)
        for form in ("card", "brochure", "sample"):
            self.past(self.buyer, 100, form=form)
        self.past(self.buyer, 100, direction="received")
        self.past(self.buyers[1], 100)
        self.past(self.buyer, 100, date="2023-06-30")
        elsewhere = self.new_company("Elsewhere")
        self.past(self.buyer, 100, company_id=elsewhere.id, scheme_id=False)
        gift = self.gift(self.buyer, 100)
        self.assertEqual(self.found(gift), [])
        self.past(self.buyer, 51)
        self.assertEqual(self.whats(gift), ["year"])

    def test_over_the_turn_of_the_year(self):
        self.policy("C04", severity="approve", amount=150)
        self.past(self.buyer, 100, date="2024-12-31")
        gift = self.gift(self.buyer, 51)
        self.assertEqual(self.whats(gift), ["twelve_months"])
        gift.date = "2025-12-31"
        self.assertEqual(self.whats(gift), [])

    def test_family_counts_with_the_contact(self):
        self.policy("C04", severity="approve", amount=150)
        self.policy("C11", severity="approve")
        contact = self.contact(self.buyer)
        child = self.customer(
            "Child", is_company=False, customer_tier_family_of_id=contact.id
        )
        self.past(self.buyer, 100, contact_id=contact.id)
        gift = self.gift(self.buyer, 51, contact_id=child.id)
        self.assertCountEqual(self.whats(gift), ["year", "family"])
        self.update(gift, state="given")
        own = self.gift(self.buyer, 1, contact_id=contact.id)
        self.assertEqual(own.findings[0]["figure"], 152)

    def test_splitting_over_two_salespeople(self):
        self.policy("C15", severity="approve", amount=200, days=30)
        self.past(self.buyer, 150, date=AS_OF - timedelta(30), user_id=self.manager.id)
        gift = self.gift(self.buyer, 50)
        self.assertEqual(self.found(gift), [])
        gift.cost = 51
        self.assertEqual(self.found(gift), [("C15", "approve", "split")])
        gift.date = AS_OF + timedelta(1)
        self.assertEqual(self.found(gift), [])

    def test_two_gifts_judged_together(self):
        self.policy("C04", severity="approve", amount=150)
        gifts = self.gift(self.buyer, 100) + self.gift(self.buyer, 51)
        self.assertEqual(gifts.mapped("severity"), ["none", "none"])
        gifts._check_policy()
        self.assertEqual(gifts.mapped("severity"), ["approve", "approve"])

    def test_account_and_tier(self):
        top = self.tier["TOP"].ids
        self.policy("C06", severity="approve", amount=100, tier_ids=top)
        for name in ("One", "Two"):
            contact = self.contact(self.buyer, name)
            self.past(self.buyer, 60, contact_id=contact.id)
        self.assertEqual(self.whats(self.gift(self.buyer, 1)), ["account"])
        big = self.buyers[1]
        self.past(big, 200)
        self.assertEqual(self.whats(self.gift(big, 1)), [])

    # ------------------------------------------------------------ currencies

    def test_currency_by_the_rate_of_the_gifts_day(self):
        self.rate(self.eur, "2025-01-01", 0.5)
        self.rate(self.eur, "2025-07-01", 1.0)
        self.policy("C03", amount=100, severity="approve", currency_id=self.eur.id)
        gift = self.gift(self.buyer, 200)
        self.assertEqual(self.found(gift), [])
        gift.date = "2025-07-01"
        self.assertEqual(self.found(gift), [("C03", "approve", "value")])
        self.assertEqual(
            (gift.findings[0]["limit"], gift.findings[0]["currency"]),
            (100, self.usd.id),
        )

    def test_a_currency_without_rate_is_told(self):
        zloty = self.env.ref("base.PLN")
        zloty.rate_ids.unlink()
        self.policy("C03", amount=100, currency_id=zloty.id)
        gift = self.gift(self.buyer, 9999)
        self.assertEqual(self.found(gift), [("C03", "warn", "no_rate")])
        self.mode("strict")
        self.assertEqual(self.found(gift), [("C03", "approve", "no_rate")])

    # ------------------------------------------------------------ scope

    def test_scope(self):
        china = self.env.ref("base.cn")
        policy = self.policy("C03", amount=10)
        gift = self.gift(self.buyer, 100)
        self.assertEqual(self.whats(gift), ["value"])
        policy.country_ids = china
        self.assertEqual(self.whats(gift), [])
        self.buyer.country_id = china
        self.assertEqual(self.whats(gift), ["value"])
        policy.occasion_ids = self.occasion.copy()
        self.assertEqual(self.whats(gift), [])
        policy.occasion_ids += self.occasion
        policy.form = "hospitality"
        self.assertEqual(self.whats(gift), [])
        policy.form = "goods"
        policy.company_id = self.new_company("Elsewhere")
        self.assertEqual(self.whats(gift), [])
        policy.company_id = self.company
        policy.valid_to = AS_OF - timedelta(1)
        self.assertEqual(self.whats(gift), [])
        policy.valid_to = AS_OF
        self.assertEqual(self.whats(gift), ["value"])
        policy.active = False
        self.assertEqual(self.whats(gift), [])

    def test_category_and_those_below_it(self):
        drinks = self.env["product.category"].create({"name": "Drinks"})
        wine = drinks.create({"name": "Wine", "parent_id": drinks.id})
        self.policy("C03", amount=10, category_ids=drinks.ids)
        self.product.categ_id = wine
        gift = self.gift(self.buyer, 100, product_id=self.product.id)
        self.assertEqual(self.whats(gift), ["value"])
        self.product.categ_id = wine.create({"name": "Tea"})
        self.assertEqual(self.whats(gift), [])

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

    # ------------------------------------------------------------ sentences

    def test_every_finding_is_a_sentence(self):
        """Rule, figure, limit, what to do: for each thing that a rule can find."""
        policies = self.env["customer.gift.policy"]
        gift = self.gift(self.buyer)
        line = {
            "code": "C03", "policy_id": 0, "severity": "warn", "figure": 12.5,
            "limit": 10.0, "unit": "money", "currency": self.usd.id,
        }  # fmt: skip
        told = policies._amount_words({"figure": "", "limit": ""})
        told |= policies._people_words({"figure": "", "limit": ""})
        told |= policies._moment_words({"figure": "", "limit": ""})
        for what, (finding, advice) in told.items():
            self.assertTrue(finding and advice, what)
            self.assertIn(
                "C03 Value per gift: ", policies._tell({**line, "period": what}, gift)
            )
        self.assertEqual(
            policies._tell({**line, "period": "value"}, gift),
            "C03 Value per gift: The gift is worth $\xa012.50; the limit is $\xa010.00. "
            "Choose something cheaper, or have it approved.",
        )

    # ------------------------------------------------------------ the records

    def test_limits_that_make_no_sense_are_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self.policy("C03", amount=100, second_amount=100)
        self.assertIn("100", str(caught.exception))
        with self.assertRaises(ValidationError):
            self.policy("C03", amount=100, second_amount=200, second_severity="warn")
        with self.assertRaises(ValidationError):
            self.policy("C03", valid_from="2025-02-01", valid_to="2025-01-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.policy("C03", amount=-1)

    def test_who_may_change_policies(self):
        policy = self.policy("C03", amount=100)
        for user in (self.seller, self.manager):
            with self.assertRaises(AccessError):
                self.seen_by(user, policy).amount = 5
        self.seen_by(self.user("admin"), policy).amount = 5
        self.assertEqual(self.seen_by(self.seller, policy).amount, 5)

    # ------------------------------------------------------------ evidence

    def test_evidence(self):
        self.policy("C21", amount=100)
        gift = self.gift(self.buyer, 100)
        gift._check_evidence()
        gift.cost = 100.01
        with self.assertRaises(UserError) as caught:
            gift._check_evidence()
        self.assertIn("100.01", str(caught.exception))
        gift.tracking_number = "SF123"
        gift._check_evidence()
        gift.tracking_number = False
        gift.form = "card"
        gift._check_evidence()
        gift.write({"form": "goods", "cost": 1})
        self.mode("strict")
        with self.assertRaises(UserError):
            gift._check_evidence()
        self.mode("record")
        gift._check_evidence()


@tagged("post_install", "-at_install", "gift")
class TestGiftPolicyTemplate(GiftPolicyCase):
    def applying(self, template=False):
        self.company.customer_gift_policy_template = template
        return self.env["customer.gift.policy"]._applying(self.company)

    def test_by_the_country_of_the_company(self):
        self.company.country_id = False
        self.assertEqual(set(self.applying().mapped("template")), {"general"})
        self.company.country_id = self.env.ref("base.cn")
        self.assertEqual(set(self.applying().mapped("template")), {"china"})
        self.assertEqual(set(self.applying("own").mapped("template")), set())

    def test_every_rule_is_shipped(self):
        policies = self.env["customer.gift.policy"].with_context(active_test=False)
        codes = {code for code, _name in policies._fields["code"].selection}
        china = set(self.applying("china").mapped("code"))
        # season and country rules are those of the countries
        self.assertEqual(codes - china, {"C22", "C25"})
        general = set(self.applying("general").mapped("code"))
        self.assertEqual(china - general, {"C10"})
        for policy in self.applying("china") + self.applying("general"):
            if policy.code != "C24":
                self.assertIn("No legal advice", policy.note)

    def test_countries_are_shipped_inactive(self):
        policies = self.env["customer.gift.policy"].with_context(active_test=False)
        others = policies.search([("template", "not in", (False, "china", "general"))])
        self.assertEqual(
            set(others.mapped("template")), {"us", "uk", "de", "fr", "in", "jp", "kr"}
        )
        self.assertFalse(any(others.mapped("active")))
        german = others.filtered(lambda p: p.template == "de" and p.code == "C25")
        german.active = True
        self.assertIn(german, self.applying("china"))

    def test_chinas_figures(self):
        """A tea box of 411 for an employee, as in the case of 2025."""
        self.rate(self.env.ref("base.CNY"), "2025-01-01", 1.0)
        self.company.customer_gift_policy_template = "china"
        contact = self.official("no")
        gift = self.gift(
            self.buyer, 411, contact_id=contact.id, amount=411,
            budget_line_id=self.budget.line_ids[0].id,
        )  # fmt: skip
        found = self.found(gift)
        self.assertIn(("C03", "approve", "value"), found)
        self.assertIn(("C10", "approve", "employee"), found)
        self.assertEqual(gift.severity, "approve")
        self.mode("strict")
        self.assertIn(("C03", "block", "value"), self.found(gift))
        self.mode("normal")
        gift.write({"cost": 50, "form": "goods"})
        self.assertEqual(self.found(gift), [])

    def test_general_is_the_same_figure_in_euro(self):
        self.eur.rate_ids.unlink()
        self.usd.rate_ids.unlink()
        europe = self.new_company("Europe", currency_id=self.eur.id)
        gift = self.gift(self.buyer, 50.01, company_id=europe.id, scheme_id=False)
        found = [line for line in gift.findings if line["code"] == "C03"]
        self.assertEqual([line["limit"] for line in found], [50])

    def test_load_a_template(self):
        self.rate(self.env.ref("base.CNY"), "2025-01-01", 7.2)
        shipped = self.env["customer.gift.policy"].search([("template", "=", "china")])
        copies = self.company._load_customer_gift_template("china")
        self.assertEqual(len(copies), len(shipped))
        self.assertEqual(self.company.customer_gift_policy_template, "own")
        self.assertEqual(
            copies, self.env["customer.gift.policy"]._applying(self.company)
        )
        c03 = copies.filtered(lambda policy: policy.code == "C03")
        # 200 and 400 CNY at 7.2 are 27.78 and 55.56
        self.assertEqual(
            (c03.currency_id, c03.amount, c03.second_amount), (self.usd, 28, 56)
        )
        tiers = copies.filtered(lambda policy: policy.code == "C06").tier_ids
        self.assertIn(self.tier["TOP"], tiers)

    def test_settings(self):
        admin = self.user(
            "admin",
            groups="base.group_system,customer_tiering.group_customer_tier_admin",
        )
        settings = self.seen_by(admin, self.env["res.config.settings"]).create({})
        self.assertEqual(settings.customer_gift_policy_mode, "normal")
        settings.customer_gift_policy_mode = "strict"
        settings.customer_gift_policy_template = "general"
        settings.execute()
        self.assertEqual(self.company.customer_gift_policy_mode, "strict")
        action = settings.action_load_gift_template()
        self.assertEqual(action["res_model"], "customer.gift.policy")
        policies = self.env["customer.gift.policy"].search(action["domain"])
        self.assertIn("C03", policies.mapped("code"))

    def test_tax_note(self):
        self.company.customer_gift_policy_template = "china"
        gift = self.gift(self.buyer)
        self.assertIn("60 %", gift.tax_note)
        self.company.customer_gift_policy_template = "own"
        gift.invalidate_recordset(["tax_note"])
        self.assertFalse(gift.tax_note)

    def test_views(self):
        for model, kinds in (
            ("customer.gift.policy", ("list", "form", "search")),
            ("customer.gift.delegation", ("list", "form", "search")),
            ("customer.gift.spot.check", ("list", "form", "search")),
            ("res.partner", ("form",)),
            ("crm.lead", ("form", "search")),
            ("sale.order", ("form",)),
            ("product.template", ("form",)),
            ("res.config.settings", ("form",)),
        ):
            views = self.env[model].get_views([(False, kind) for kind in kinds])
            self.assertEqual(set(views["views"]), set(kinds))
        arch = self.env["res.partner"].get_views([(False, "form")])
        self.assertIn("customer_tier_official", arch["views"]["form"]["arch"])


@tagged("post_install", "-at_install", "gift")
class TestGiftSpotCheck(GiftPolicyCase):
    def draw(self):
        return self.env["customer.gift.spot.check"]._draw(self.company)

    def test_a_tenth_the_same_each_time(self):
        self.company.customer_gift_spot_check_seed = "seed"
        self.policy("C24", share=10)
        gifts = self.gift(self.buyer)
        for _number in range(199):
            gifts += gifts[0].copy()
        self.update(gifts, state="given")
        number = self.draw()
        # the binomial of 200 and 10 %: 5 to 35 but once in a million
        self.assertTrue(5 <= number <= 35, number)
        checks = self.env["customer.gift.spot.check"].search([])
        drawn = checks.gift_id
        self.assertEqual(len(drawn), number)
        self.assertEqual(set(checks.mapped("state")), {"todo"})
        self.assertEqual(self.draw(), 0)
        self.env.cr.execute("DELETE FROM customer_gift_spot_check")
        self.env.invalidate_all()
        self.assertEqual(self.draw(), number)
        self.assertEqual(self.env["customer.gift.spot.check"].search([]).gift_id, drawn)

    def test_all_or_none(self):
        gifts = self.gift(self.buyer) + self.gift(self.buyer)
        self.update(gifts[0], state="given")
        self.assertEqual(self.draw(), 0)
        policy = self.policy("C24", share=100)
        self.assertEqual(self.draw(), 1)
        self.assertTrue(self.company.customer_gift_spot_check_seed)
        policy.share = 0
        self.assertEqual(self.draw(), 0)

    def test_who_looks(self):
        self.policy("C24", share=100)
        self.past(self.buyer, 1)
        self.draw()
        check = self.env["customer.gift.spot.check"].search([])
        officer = self.user("compliance")
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, check).read(["state"])
        with self.assertRaises(AccessError):
            self.seen_by(self.user("accountant"), check).action_fine()
        self.seen_by(officer, check).action_problem()
        self.assertEqual((check.state, check.checked_by_id), ("problem", officer))

    def test_scheduled(self):
        self.policy("C24", share=100)
        self.past(self.buyer, 1, date=date(2025, 6, 1))
        with self.enter_registry_test_mode():
            self.env.ref(
                "customer_tiering.ir_cron_gift_spot_check"
            ).method_direct_trigger()
        self.assertEqual(
            self.env["customer.gift.spot.check"].search_count(
                [("company_id", "=", self.company.id)]
            ),
            1,
        )
