from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import GROUP
from .prices import FrozenDay, PriceCase

OVERDUE = {"overdue_amount": 500, "oldest_overdue": "2025-08-31"}


@tagged("post_install", "-at_install", "benefit")
class TestBenefitTerms(FrozenDay, PriceCase):
    """Payment terms: the customer's own, those of the tier, the company's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usual, cls.long, cls.special = (
            cls.term(name, days)
            for name, days in (("15 days", 15), ("60 days", 60), ("90 days", 90))
        )
        cls.env["ir.default"].set(
            "res.partner",
            "property_payment_term_id",
            cls.usual.id,
            company_id=cls.company.id,
        )
        cls.terms = cls.env["customer.tier.benefit"].create(
            {
                "name": "Terms of the test",
                "kind": "payment_term",
                "scheme_id": cls.pyramid.id,
                "line_ids": cls.lines("payment_term_id", TOP=cls.long, BIG=cls.long),
            }
        )

    @classmethod
    def term(cls, name, days, **values):
        return cls.env["account.payment.term"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "line_ids": [Command.create({"nb_days": days, "value_amount": 100})],
                **values,
            }
        )

    def overdue(self, customer, **figures):
        self.update(self.standing(self.pyramid, customer), **(figures or OVERDUE))

    def bill(self, partner, kind="out_invoice"):
        return self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": partner.id,
                "company_id": self.company.id,
            }
        )

    def both(self, partner):
        """Terms of a new quotation and of a new invoice."""
        return (
            self.quotation(partner).payment_term_id,
            self.bill(partner).invoice_payment_term_id,
        )

    def note(self, order, user=None):
        order = self.seen_by(user or self.seller, order)
        order.invalidate_recordset()
        return order.customer_tier_term_note

    def test_own_then_tier_then_the_companys(self):
        self.assertEqual(self.both(self.top), (self.long, self.long))
        self.assertEqual(self.both(self.contact(self.top)), (self.long, self.long))
        self.assertEqual(self.both(self.small), (self.usual, self.usual))
        self.assertEqual(self.both(self.stranger), (self.usual, self.usual))
        self.top.property_payment_term_id = self.special
        self.assertEqual(self.both(self.top), (self.special, self.special))
        # nothing is written
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM res_partner WHERE id = ANY(%s)"
            " AND property_payment_term_id IS NOT NULL",
            [(self.big + self.medium + self.small).ids],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_only_sales_documents(self):
        self.env["account.journal"].create(
            [
                {
                    "name": kind,
                    "code": kind[:3].upper(),
                    "type": kind,
                    "company_id": self.company.id,
                }
                for kind in ("purchase", "general")
            ]
        )
        for kind, expected in (
            ("out_refund", self.long),
            ("out_receipt", self.long),
            ("in_invoice", False),
            ("entry", False),
        ):
            with self.subTest(kind):
                terms = self.bill(self.top, kind).invoice_payment_term_id
                self.assertEqual(terms, expected or terms.browse())

    def test_the_invoice_of_an_order_keeps_what_was_agreed(self):
        order = self.quotation(self.top)
        order.action_confirm()
        self.overdue(self.top)
        self.assertEqual(order._create_invoices().invoice_payment_term_id, self.long)

    def test_an_open_quotation_keeps_its_terms(self):
        order = self.quotation(self.top)
        self.moved(self.top, "2025-10-15", "TOP", "SMALL")
        self.assertEqual(order.payment_term_id, self.long)
        self.assertFalse(self.note(order))

    def test_another_company(self):
        other = self.new_company("Elsewhere Inc.")
        # terms that the other company may use: what it does not have is the benefit
        self.long.company_id = False
        found = (
            self.env["customer.tier.benefit"]
            .with_company(other)
            ._payment_terms(self.people)
        )
        self.assertFalse(found)

    def test_a_branch_uses_the_terms_of_its_company(self):
        branch = self.new_branch("Tiering North")
        order = self.quotation(self.top, company_id=branch.id)
        self.assertEqual(order.payment_term_id, self.long)

    def test_terms_of_another_company_are_refused(self):
        other = self.new_company("Elsewhere Inc.")
        with self.refuses("belongs to Elsewhere", ValidationError):
            self.terms.line_ids[0].payment_term_id = self.term(
                "Elsewhere", 5, company_id=other.id
            )

    def test_archived_terms_are_not_given(self):
        self.long.active = False
        self.assertEqual(self.both(self.top), (self.usual, self.usual))

    # ------------------------------------------------------------ overdue

    def test_not_while_overdue(self):
        self.overdue(self.top)
        self.assertEqual(self.both(self.top), (self.usual, self.usual))
        self.assertEqual(self.both(self.big), (self.long, self.long))

    def test_the_limits_are_days_and_amount(self):
        """45 days and 500 are overdue; both limits must be exceeded."""
        self.overdue(self.top)
        for days, amount, given in (
            (44, 499.99, False),
            (45, 0, True),
            (44, 500, True),
            (0, 0, False),
        ):
            with self.subTest(days=days, amount=amount):
                self.terms.write({"overdue_days": days, "overdue_amount": amount})
                expected = self.long if given else self.usual
                self.assertEqual(self.both(self.top), (expected, expected))
        self.terms.unless_overdue = False
        self.assertEqual(self.both(self.top), (self.long, self.long))

    def test_another_scheme_may_measure_it(self):
        payment = self.scheme({"TOP": 100}, name="Payment")
        self.evaluate(payment)
        self.update(self.standing(payment, self.top), **OVERDUE)
        self.assertEqual(self.both(self.top), (self.usual, self.usual))
        payment.active = False
        self.assertEqual(self.both(self.top), (self.long, self.long))

    def test_own_terms_are_nobody_elses_business(self):
        self.overdue(self.top)
        self.top.property_payment_term_id = self.special
        self.assertEqual(self.both(self.top), (self.special, self.special))
        self.assertFalse(self.note(self.quotation(self.top)))

    def test_the_benefit_says_that_nothing_is_measured(self):
        self.assertIn("No scheme", self.terms.attention)
        self.terms.unless_overdue = False
        self.assertFalse(self.terms.attention)

    # ------------------------------------------------------------ why

    def test_why_the_terms_are_given(self):
        self.assertEqual(
            self.note(self.quotation(self.top)), "“60 days”: the terms of tier Top."
        )
        self.assertFalse(self.note(self.quotation(self.small)))
        # somebody chose others on this quotation
        self.assertFalse(
            self.note(self.quotation(self.top, payment_term_id=self.special.id))
        )

    def test_why_the_terms_are_not_given(self):
        self.overdue(self.top)
        order = self.quotation(self.top)
        self.assertEqual(
            self.note(order).replace("\xa0", " "),
            "“60 days” of tier Top is not given: $ 500.00 is overdue, the oldest for "
            "45 days.",
        )
        # for who may not read how customers pay, no figure
        payments = self.env.ref(f"{GROUP}payment")
        payments.implied_by_ids = [Command.clear()]
        self.assertEqual(
            self.note(order),
            "“60 days” of tier Top is not given: invoices are overdue.",
        )

    def test_the_statements_do_not_grow(self):
        contacts = self.env["res.partner"].create(
            [{"name": f"C {n}", "parent_id": self.people[n % 4].id} for n in range(50)]
        )
        counts = set()
        for number in (4, 50):
            for _warm in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["customer.tier.benefit"]._payment_terms(contacts[:number])
                count = self.env.cr.sql_log_count - before
            counts.add(count)
        self.assertEqual(len(counts), 1, counts)
