from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import AS_OF, FIRST, TieringCase


@tagged("post_install", "-at_install")
class TestRevenue(TieringCase):
    """K02, K03, K04: what counts as revenue, from when to when, and only once."""

    def test_refunds_net(self):
        customer = self.customer("Anvil Ltd.")
        self.invoices([(customer, 100), (customer, 50.25)])
        self.refund(customer, 30.10)
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        standing = self.standing(scheme, customer)
        self.assertEqual(standing.net_revenue, 120.15)  # 100 + 50.25 - 30.10
        self.assertEqual(standing.purchase_count, 2)  # a refund is no purchase
        self.assertEqual(evaluation.revenue_total, 120.15)

    def test_drafts_and_cancelled_documents_do_not_count(self):
        customer = self.customer("Anvil Ltd.")
        draft, cancelled, _posted = self.invoices(
            [(customer, 1), (customer, 20), (customer, 300)]
        )
        (draft + cancelled).button_draft()
        cancelled.button_cancel()
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 300)

    def test_tax_does_not_count(self):
        customer = self.customer("Anvil Ltd.")
        invoice = self.invoice(customer, 100)
        invoice.button_draft()
        country = self.env.ref("base.us")
        self.company.account_fiscal_country_id = country
        tax = self.env["account.tax"].create(
            {
                "name": "Sales tax",
                "amount": 20,
                "company_id": self.company.id,
                "country_id": country.id,
                "tax_group_id": self.env["account.tax.group"]
                .create({"name": "Tax", "country_id": country.id})
                .id,
            }
        )
        invoice.invoice_line_ids.tax_ids = tax
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 120)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 100)

    def test_each_document_keeps_its_own_rate(self):
        customer = self.customer("Marteau SA")
        self.rate(self.eur, date(2024, 1, 1), 0.8)
        self.rate(self.eur, date(2025, 6, 1), 0.5)
        self.invoice(customer, 100, date(2025, 5, 31), currency_id=self.eur.id)
        self.invoice(customer, 100, date(2025, 6, 1), currency_id=self.eur.id)
        self.refund(customer, 40, date(2025, 6, 2), currency_id=self.eur.id)
        scheme = self.scheme()

        self.evaluate(scheme)

        # 100 / 0.8 + 100 / 0.5 - 40 / 0.5 = 125 + 200 - 80
        self.assertEqual(self.standing(scheme, customer).net_revenue, 245)

    def test_rates_that_change_later_change_nothing(self):
        customer = self.customer("Marteau SA")
        self.rate(self.eur, date(2024, 1, 1), 0.8)
        self.invoice(customer, 100, date(2025, 5, 31), currency_id=self.eur.id)
        self.rate(self.eur, date(2025, 5, 1), 0.1)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 125)  # 100 / 0.8

    def test_other_company_never_mixes_in(self):
        customer = self.customer("Anvil Ltd.")
        other = self.new_company("Elsewhere Inc.")
        self.invoice(customer, 100)
        self.invoice(customer, 5000, company=other)
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 100)
        self.assertEqual(evaluation.revenue_total, 100)

    def test_branches_count_and_a_scheme_of_a_branch_counts_the_branch_alone(self):
        customer = self.customer("Anvil Ltd.")
        branch = self.new_branch("Tiering North")
        twig = self.new_branch("Tiering North Pole", branch)
        self.invoice(customer, 100)
        self.invoice(customer, 20, company=branch)
        self.invoice(customer, 3, company=twig)
        whole, part = self.scheme(), self.scheme(company_id=branch.id)

        self.evaluate(whole)
        self.evaluate(part)

        self.assertEqual(self.standing(whole, customer).net_revenue, 123)
        self.assertEqual(self.standing(part, customer).net_revenue, 23)

    def test_window_edges_by_invoice_date(self):
        customer = self.customer("Anvil Ltd.")
        self.invoices(
            [
                (customer, 1, date(2024, 6, 30)),  # the day before the first
                (customer, 20, FIRST),
                (customer, 300, AS_OF),
                (customer, 4000, date(2025, 7, 1)),  # the day after the last
            ]
        )
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        standing = self.standing(scheme, customer)
        self.assertEqual(evaluation.date_from, FIRST)
        self.assertEqual(standing.net_revenue, 320)
        self.assertEqual(standing.purchase_count, 2)
        self.assertEqual(standing.first_purchase, date(2024, 6, 30))
        self.assertEqual(standing.last_purchase, AS_OF)

    def test_period_of_the_design_example(self):
        scheme = self.scheme()

        window = scheme._window(date(2026, 11, 22))

        self.assertEqual(window.first, date(2025, 11, 23))

    def test_accounting_date_where_the_scheme_says_so(self):
        customer = self.customer("Anvil Ltd.")
        late, early = self.invoices([(customer, 10, AS_OF), (customer, 200, FIRST)])
        # booked after the period, booked before it
        self.update(late, date=date(2025, 7, 1))
        self.update(early, date=date(2024, 6, 30))
        by_invoice, by_entry = self.scheme(), self.scheme(date_basis="date")

        self.evaluate(by_invoice)
        self.evaluate(by_entry)

        self.assertEqual(self.standing(by_invoice, customer).net_revenue, 210)
        standing = self.standing(by_entry, customer)
        self.assertEqual(standing.net_revenue, 0)
        self.assertEqual(standing.lifecycle, "inactive")

    def test_the_documents_shown_are_the_documents_counted(self):
        customer = self.customer("Anvil Ltd.")
        gone = self.contact(customer, "Left the firm")
        self.invoices([(customer, 100), (gone, 20), (customer, 3, date(2024, 6, 30))])
        self.refund(customer, 40)
        self.invoice(self.customer("Somebody else"), 1000)
        gone.active = False
        scheme = self.scheme()
        self.evaluate(scheme)

        action = self.standing(scheme, customer).action_view_documents()

        documents = self.env["account.move"].search(action["domain"])
        self.assertEqual(len(documents), 3)
        self.assertEqual(sum(documents.mapped("amount_untaxed_signed")), 80)
        self.assertEqual(self.standing(scheme, customer).net_revenue, 80)


@tagged("post_install", "-at_install")
class TestOrders(TieringCase):
    """K03, K04: purchases by confirmed order."""

    def test_an_order_and_its_invoice_count_once(self):
        customer = self.customer("Anvil Ltd.")
        order = self.order(customer, 100)
        invoice = order._create_invoices()
        invoice.invoice_date = AS_OF
        invoice.action_post()
        by_invoice, by_order = self.scheme(), self.scheme(purchase_basis="order")

        self.evaluate(by_invoice)
        self.evaluate(by_order)

        for scheme in (by_invoice, by_order):
            standing = self.standing(scheme, customer)
            self.assertEqual(standing.net_revenue, 100)
            self.assertEqual(standing.purchase_count, 1)

    def test_purchase_basis_decides_who_is_existing(self):
        ordered, invoiced = self.customer("Ordered"), self.customer("Invoiced")
        self.order(ordered)
        self.invoice(invoiced, 100)
        by_invoice, by_order = self.scheme(), self.scheme(purchase_basis="order")

        self.evaluate(by_invoice)
        self.evaluate(by_order)

        lifecycle = {
            scheme: [
                self.standing(scheme, customer).lifecycle
                for customer in (ordered, invoiced)
            ]
            for scheme in (by_invoice, by_order)
        }
        self.assertEqual(lifecycle[by_invoice], ["prospect", "existing"])
        self.assertEqual(lifecycle[by_order], ["existing", "prospect"])

    def test_quotations_and_cancelled_orders_are_no_purchase(self):
        quoted, cancelled = self.customer("Quoted"), self.customer("Cancelled")
        self.order(quoted, confirm=False)
        self.order(cancelled).action_cancel()
        scheme = self.scheme(purchase_basis="order")

        self.evaluate(scheme)

        self.assertEqual(
            self.tier_codes(scheme, quoted + cancelled), ["PROSPECT", "PROSPECT"]
        )

    def test_the_day_of_an_order_is_read_in_the_scheme_s_time_zone(self):
        late, early = self.customer("Late"), self.customer("Early")
        # In Shanghai (UTC+8) the first is 2025-07-01 07:30, after the period, the
        # second 2024-07-01 00:30, in it; by UTC it is the other way round.
        self.order(late, moment="2025-06-30 23:30:00")
        self.order(early, moment="2024-06-30 16:30:00")
        utc = self.scheme(purchase_basis="order")
        shanghai = self.scheme(purchase_basis="order", tz="Asia/Shanghai")

        self.evaluate(utc)
        self.evaluate(shanghai)

        counts = [
            [
                self.standing(scheme, customer).purchase_count
                for scheme in (utc, shanghai)
            ]
            for customer in (late, early)
        ]
        self.assertEqual(counts, [[1, 0], [0, 1]])
        self.assertEqual(self.standing(shanghai, late).lifecycle, "not_contacted")
        self.assertEqual(self.standing(shanghai, early).first_purchase, FIRST)

    def test_orders_of_branches_count_and_of_other_companies_do_not(self):
        customer = self.customer("Anvil Ltd.")
        branch, other = self.new_branch("North"), self.new_company("Elsewhere Inc.")
        orders = self.order(customer) + self.order(customer) + self.order(customer)
        self.update(orders[1], company_id=branch.id)
        self.update(orders[2], company_id=other.id)
        scheme = self.scheme(purchase_basis="order")

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).purchase_count, 2)

    def test_an_order_with_several_lines_is_one_purchase(self):
        customer = self.customer("Anvil Ltd.")
        order = self.order(customer)
        order.order_line = [Command.create({"product_id": self.product.id})]
        scheme = self.scheme(purchase_basis="order")

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).purchase_count, 1)
