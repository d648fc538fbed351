from datetime import date

from odoo.tests import tagged

from ..common import AS_OF
from ..payments import PaymentCase

AVERAGES = ("days_late", "on_time_share", "days_to_pay", "prepaid_share", "terms_days")


@tagged("post_install", "-at_install", "truth")
class TestFigures(PaymentCase):
    """Averages over customers by what they were divided by; unknown is never zero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.large, cls.small, cls.idle = cls.customers(3)
        # 900 on the last day of May, 10 days late; 100 of 20 June, on the day
        large = cls.due(cls.large, 900, date(2025, 5, 21))
        small = cls.due(cls.small, 100, date(2025, 6, 20))
        cls.money(large, 900, date(2025, 5, 31))
        cls.money(small, 100, date(2025, 6, 20))
        cls.paying = cls.paying_scheme()
        cls.evaluate(cls.paying)

    @classmethod
    def due(cls, customer, amount, day):
        """An invoice due on its own day."""
        return cls.invoice(customer, amount, day, invoice_date_due=day)

    def averages(self, *names, groupby=(), scheme=None):
        rows = self.env["customer.tier.standing"]._read_group(
            [("scheme_id", "=", (scheme or self.paying).id)],
            groupby,
            [f"{name}:avg" for name in names],
        )
        return rows if groupby else rows[0]

    def test_by_the_amount_behind_them(self):
        late, on_time = self.averages("days_late", "on_time_share")

        # (900 × 10 + 100 × 0) / 1000, and 100 of 1000; not 5 days and 50 %
        self.assertAlmostEqual(late, 9)
        self.assertAlmostEqual(on_time, 0.1)

    def test_what_is_open_does_not_weigh_in_the_days_to_pay(self):
        # 800 more of the small one, due on 1 June and open for 29 days
        self.due(self.small, 800, date(2025, 6, 1))
        self.evaluate(self.paying)

        late, to_pay, prepaid = self.averages(
            "days_late", "days_to_pay", "prepaid_share"
        )

        # (900 × 10 + 100 × 0 + 800 × 29) / 1800, but paid were 900 and 100
        self.assertAlmostEqual(late, 32200 / 1800, 2)
        self.assertAlmostEqual(to_pay, 9)
        self.assertAlmostEqual(prepaid, 0.1)

    def test_terms_by_net_revenue(self):
        # 300 with 40 days to pay, 900 and 100 at once
        self.invoice(
            self.idle, 300, AS_OF, invoice_payment_term_id=self.terms((100, 40)).id
        )
        self.evaluate(self.paying)

        self.assertAlmostEqual(self.averages("terms_days")[0], 12000 / 1300, 2)

    def test_in_groups_pivots_and_in_all(self):
        groups = dict(self.averages("days_late", groupby=["partner_id"]))
        self.assertEqual(groups, {self.large: 10, self.small: 0, self.idle: False})
        client = self.env["customer.tier.standing"].formatted_read_group(
            [("scheme_id", "=", self.paying.id)], [], ["days_late:avg", "collected:sum"]
        )
        self.assertAlmostEqual(client[0]["days_late:avg"], 9)
        self.assertEqual(client[0]["collected:sum"], 1000)

    def test_what_was_not_read_is_empty(self):
        plain = self.scheme()
        self.evaluate(plain)
        standing = self.standing(plain, self.large)
        names = ["collected", "overdue_amount", *AVERAGES, "open_orders", "order_count"]

        (read,) = standing.read([*names, "score"])
        self.assertEqual({read[name] for name in [*names, "score"]}, {False})
        exported = standing.export_data(names)["datas"]
        self.assertEqual(exported, [[""] * len(names)])
        self.assertEqual(set(self.averages(*AVERAGES, scheme=plain)), {False})
        (web,) = standing.web_read({name: {} for name in names})
        self.assertEqual({web[name] for name in names}, {False})
        sums = standing._read_group(
            [("scheme_id", "=", plain.id)], [], ["collected:sum"]
        )
        self.assertEqual(sums, [(False,)])

    def test_zero_is_not_empty(self):
        paid = self.standing(self.paying, self.small)
        idle = self.standing(self.paying, self.idle)

        self.assertIs(type(paid.days_late), float)
        self.assertEqual(paid.export_data(["days_late"])["datas"], [[0.0]])
        self.assertEqual(idle.collected, 0)
        self.assertEqual(idle.export_data(["collected"])["datas"], [[0.0]])
        self.assertEqual(idle.export_data(["days_late"])["datas"], [[""]])
        self.assertIs(idle.days_late, False)

    def test_a_filter_on_zero_does_not_find_the_unknown(self):
        standings = self.env["customer.tier.standing"]
        mine = [("scheme_id", "=", self.paying.id)]
        for domain, found in (
            ([("days_late", "=", 0)], self.small),
            ([("days_late", "<=", 5)], self.small),
            ([("days_late", "=", False)], self.idle),
            ([("days_late", "!=", False)], self.large + self.small),
        ):
            found_by_it = standings.search([*mine, *domain]).partner_id
            self.assertEqual(found_by_it, found, domain)
