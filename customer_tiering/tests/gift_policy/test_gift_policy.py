import json
from datetime import timedelta

import pandas as pd
from psycopg2 import IntegrityError

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

    def test_the_hold_queue_says_it_in_words(self):
        self.policy("C07", amount=20)
        self.buyers[:2].customer_tier_government = True
        gifts = self.gift(self.buyers[0]) + self.gift(self.buyers[1])
        gifts += self.gift(self.buyers[2])
        gifts.with_user(self.manager).action_approve()
        self.assertEqual(gifts.mapped("held"), [True, True, False])
        self.assertEqual(gifts[2].state, "approved")
        self.assertIn("The customer is a public body.", gifts[0].hold_reason)

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

    # ------------------------------------------------------------ sentences

    def test_every_finding_is_a_sentence(self):
        """Rule, figure, limit, what to do: for each thing that a rule can find."""
        policies = self.env["customer.gift.policy"]
        gift = self.gift(self.buyer)
        line = {
            "code": "C03", "policy_id": 0, "severity": "warn", "figure": 12.5,
            "limit": 10.0, "unit": "money", "currency": self.usd.id,
        }  # fmt: skip
        told = policies._words({"figure": "", "limit": ""})
        for what, (finding, advice) in told.items():
            self.assertTrue(finding and advice, what)
            self.assertIn(
                "C03 Value per gift: ", policies._tell({**line, "period": what}, gift)
            )
        self.assertEqual(
            policies._tell({**line, "period": "value"}, gift),
            "C03 Value per gift: The gift is worth $\xa012.50; the limit is "
            "$\xa010.00. Choose something cheaper, or have it approved.",
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
        policy = self.policy("C03", amount=100, company_id=self.company.id)
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
