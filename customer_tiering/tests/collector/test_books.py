from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.evaluation.customer_tier_evaluation_bridge_money import (
    OF_LEDGER,
    PUBLISHED,
)
from ..common import AS_OF, GROUP
from .books_all import WholeBook

FIGURES = (
    "collected",
    "overdue_amount",
    "not_due_amount",
    "written_off",
    "unmatched_money",
    "open_credits",
)


@tagged("post_install", "-at_install", "truth")
class TestBooks(WholeBook):
    """Hard cases of bookkeeping, counted by hand; the bridges close over all."""

    def test_every_case_and_the_bridges(self):
        book, evaluation = self.book, self.evaluation
        for name, (customer, expected) in book.items():
            with self.subTest(name):
                standing = self.standing(self.scheme_of_book, customer)
                found = tuple(round(standing[figure], 2) for figure in FIGURES)
                self.assertEqual((found, standing.days_late), expected)
        income, money, owed = (
            {line.kind: line.amount for line in lines}
            for lines in (
                evaluation.bridge_ids,
                evaluation.money_bridge_ids,
                evaluation.receivable_bridge_ids,
            )
        )
        for steps in (income, money, owed):
            self.assertEqual(steps["difference"], 0)
        sums = [
            sum(figures[place] for _customer, (figures, _days) in book.values())
            for place in range(len(FIGURES))
        ]
        self.assertAlmostEqual(money["collected"], sums[0], 2)
        # the interest, and what came from the other bank
        self.assertEqual(money["money_other"], -507)
        self.assertEqual(money["money_suspense"], -25)
        self.assertEqual(money["money_vendor"], -9)
        # of the outsider, and of who was collected with a customer
        self.assertEqual(money["money_excluded"], -60 - 196)
        # of the period, and the 5 of nobody
        self.assertAlmostEqual(money["waiting_money"], 30 - sums[4] - 5, 2)
        # three bounced and one paid too much, and refunds
        self.assertAlmostEqual(money["returned"], -100 * 3 - 50 - 40 - 40 - 108.75, 2)
        self.assertEqual(owed["receivable_excluded"], -10)
        # 3 owed, 5 received
        self.assertEqual(owed["receivable_nobody"], 2)
        # 1,000 was booked for what 800 settled
        self.assertEqual(owed["later_exchange"], -200)
        self.assertAlmostEqual(
            owed["receivable_customers"], sums[1] + sums[2] - sums[4] - sums[5], 2
        )

    # ------------------------------------------------------------ what it opens

    def lines(self):
        return self.evaluation.money_bridge_ids + self.evaluation.receivable_bridge_ids

    def test_each_line_opens_what_adds_up_to_it(self):
        clerk = self.user("clerk", groups="account.group_account_invoice")

        closed = set()
        for line in self.seen_by(clerk, self.lines()):
            if not line.can_open:
                closed.add(line.kind)
                continue
            with self.subTest(line.kind):
                records, amount = self.opened(line)
                self.assertAlmostEqual(amount, line.amount, 2)
                if line.kind in (*OF_LEDGER, *PUBLISHED):
                    self.assertEqual(len(records), line.item_count)
        self.assertEqual(closed, {"receivable_customers", "difference"})

    def test_one_customer_alone_and_all_at_once_agree(self):
        """With foreign currency, losses and matches after the day."""
        scheme = self.scheme_of_book
        for name, (customer, _counted) in self.book.items():
            with self.subTest(name):
                now = self.env["customer.tier.refresher"]._now(scheme, customer, AS_OF)
                differs = {
                    code: pair
                    for code, pair in now["figures"].items()
                    if pair[0] != pair[1]
                }
                self.assertIn("collected", now["figures"])
                self.assertEqual(differs, {})

    def test_who_may_read_them(self):
        lines = self.lines()
        amounts = lines.mapped("amount")

        for role in ("accountant", "manager"):
            reader = self.user(role)
            self.assertEqual(self.seen_by(reader, lines).mapped("amount"), amounts)
        collected = lines.filtered(lambda line: line.kind == "collected")
        received = lines.filtered(lambda line: line.kind == "received")
        salesman = self.user("user")
        for line in (collected, received):
            with self.assertRaises(AccessError):
                self.seen_by(salesman, line).read(["amount"])
            with self.assertRaises(AccessError):
                self.seen_by(salesman, line).action_view_items()

    def test_amounts_in_a_line_are_for_those_who_read_it(self):
        line = self.lines().filtered(lambda line: line.kind == "money_suspense")
        item = self.opened(line)[0]
        self.assertEqual(item.customer_tier_bridge_amount, 25)
        elsewhere = self.user(
            "clerk",
            self.new_company("Elsewhere Inc."),
            groups=f"account.group_account_invoice,{GROUP}accountant",
        )
        both = self.company + elsewhere.company_id
        elsewhere.company_ids = both
        seen = self.seen_by(elsewhere, item)
        self.assertEqual(seen.customer_tier_bridge_amount, 25)

        elsewhere.company_ids = elsewhere.company_id
        seen = self.seen_by(elsewhere, item)
        with self.assertRaises(AccessError):
            seen.read(["customer_tier_bridge_amount"])
