from contextlib import ExitStack
from datetime import date, timedelta
from random import Random

from odoo.tests import tagged
from odoo.tools import SQL

from .tills import TillCase

FIRST = date(2025, 1, 6)
WEEKS = 6
AS_OF = date(2025, 3, 31)
SEQUENCES = 3
STEPS = ("sell", "sell", "refund", "office", "invoice")


@tagged("post_install", "-at_install", "till")
class TestTillProperty(TillCase):
    """Whatever happens at a till, its customers have what the ledger has, once."""

    def ledger(self):
        """Income of all posted entries, to the cent."""
        ((total,),) = self.env.execute_query(
            SQL(
                "SELECT -COALESCE(SUM(balance), 0) FROM account_move_line"
                " WHERE account_id = %s AND parent_state = 'posted'"
                " AND company_id = %s",
                self.income.id,
                self.company.id,
            )
        )
        return float(total)

    def play(self, chance):
        """Sell, refund and invoice at random, week by week."""
        people = [self.anvil, self.hammer, self.contact(self.hammer), False]
        sold, told = [], []
        for week in range(WEEKS):
            day = FIRST + timedelta(weeks=week)
            over = day + timedelta(days=chance.choice((0, 0, 1, 5)))
            with self.session(f"{day}", closed_on=f"{over}"):
                for _step in range(chance.randint(1, 4)):
                    open_ones = [o for o in sold if not o.lines.refund_orderline_ids]
                    what = chance.choice(STEPS)
                    if what in ("refund", "office") and not open_ones:
                        what = "sell"
                    told.append((f"{day}", what))
                    if what == "sell":
                        customer = chance.choice(people)
                        amounts = [
                            chance.randint(1, 9999) / 100
                            for _line in range(chance.randint(1, 3))
                        ]
                        sold.append(
                            self.sell(
                                customer,
                                *amounts,
                                paid={
                                    chance.choice(self.cash + self.card): round(
                                        sum(amounts), 2
                                    )
                                },
                                invoice=bool(customer) and chance.random() < 0.3,
                            )
                        )
                    elif what == "refund":
                        order = chance.choice(open_ones)
                        self.give_back(order, invoice=bool(order.account_move))
                    elif what == "office":
                        self.refund_in_office(chance.choice(open_ones))
                    else:
                        self.invoice_one(chance, sold)
            with self.on(f"{over + timedelta(days=1)}"):
                if chance.random() < 0.5:
                    self.invoice_one(chance, sold)
                    told.append((f"{over}", "invoice after closing"))
        return told

    def invoice_one(self, chance, sold):
        found = [o for o in sold if o.partner_id and not o.account_move]
        if found:
            self.invoice_order(chance.choice(found))

    def test_random_sequences(self):
        scheme = self.till_scheme(period_months=6)
        for seed in range(SEQUENCES):
            with self.subTest(seed=seed), ExitStack() as stack:
                savepoint = self.env.cr.savepoint(flush=True)
                stack.callback(self.env.invalidate_all)
                stack.callback(savepoint.close, rollback=True)
                told = self.play(Random(seed))
                self.check(scheme, told)

    def check(self, scheme, told):
        whole = self.frame_of(scheme, AS_OF)
        evaluation = self.evaluate(scheme, AS_OF)
        self.assert_closed(evaluation)
        steps = self.steps(evaluation, "revenue")
        self.assertNotIn("till_rest", steps, told)
        self.assertNotIn("till_money_rest", self.steps(evaluation, "money"), told)
        self.assertNotIn("till_open", steps, told)
        total = sum(row["net_revenue"] for row in whole.values())
        self.assertAlmostEqual(
            total - steps.get("till_nobody", 0), self.ledger(), 2, (steps, told)
        )
        # no window counts twice, and none forgets: the months add up
        for name in ("net_revenue", "purchase_count", "collected", "refunded"):
            for customer in self.anvil + self.hammer:
                self.assertAlmostEqual(
                    sum(month[customer.id][name] for month in self.months(scheme)),
                    whole[customer.id][name],
                    2,
                    (name, customer.name, told),
                )

    def months(self, scheme):
        for month in (1, 2, 3):
            first = date(2025, month, 1)
            last = date(2025, month + 1, 1) - timedelta(days=1)
            yield self.frame_of(scheme, last, first=first)
