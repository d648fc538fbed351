from datetime import date

from .books import FEB_10, FEB_20, JAN_10, BookCase


class BookOfDocuments(BookCase):
    """Invoices of every make, credit notes, opening balances and netting."""

    def case_opening_balance(self, customer):
        opening = self.entry(
            [(self.owed, 1000), (self.cost, -1000)],
            date(2024, 7, 1),
            partner=customer,
        )
        self.receivables(opening).date_maturity = date(2024, 7, 1)
        self.money(opening, 400, date(2024, 7, 31))
        # (400 * 30 + 600 * 364) / 1000
        return (400, 600, 0, 0, 0, 0), 230.4

    def case_open_credit_note(self, customer):
        self.refund(customer, 40, JAN_10)
        return (0, 0, 0, 0, 0, 40), 0

    def case_refund_paid(self, customer):
        self.money(self.refund(customer, 40, JAN_10), -40, FEB_10)
        return (-40, 0, 0, 0, 0, 0), 0

    def case_netted_with_a_bill(self, customer):
        invoice = self.due(customer, 100)
        self.money(invoice, 40, FEB_10)
        entry = self.entry(
            [(self.payable, 60), (self.owed, -60)], FEB_10, partner=customer
        )
        self.receivables(invoice + entry).reconcile()
        return (40, 0, 0, 0, 0, 0), 0

    def case_opening_credit(self, customer):
        self.entry(
            [(self.owed, -50), (self.cost, 50)], date(2024, 7, 1), partner=customer
        )
        return (0, 0, 0, 0, 0, 50), 0

    def case_credit_note_settles_all(self, customer):
        self.match(self.due(customer, 100), self.refund(customer, 100, JAN_10))
        return (0, 0, 0, 0, 0, 0), 0

    def case_credit_note_used_on_another_invoice(self, customer):
        self.money(self.due(customer, 100), 100, FEB_10)
        other = self.due(customer, 100)
        self.match(other, self.refund(customer, 40, FEB_10))
        self.money(other, 60, FEB_20)
        # (100 * 0 + 60 * 10) / 160
        return (160, 0, 0, 0, 0, 0), 3.75

    def case_paid_and_a_part_returned(self, customer):
        self.money(self.due(customer, 100), 100, FEB_10)
        self.money(self.refund(customer, 40, FEB_10), -40, FEB_20)
        return (60, 0, 0, 0, 0, 0), 0

    def case_receipt(self, customer):
        self.money(self.due(customer, 70, move_type="out_receipt"), 70, FEB_20)
        return (70, 0, 0, 0, 0, 0), 10

    def early(self, customer, **values):
        """An invoice of 100 with 2 % off within ten days, paid after five."""
        terms = self.terms((100, 31))
        terms.write(
            {
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
            }
        )
        invoice = self.due_lines(
            customer, 100, invoice_payment_term_id=terms.id, **values
        )
        self.register(invoice, date(2025, 1, 15))

    def case_early_discount(self, customer):
        self.early(customer)
        # due on 10 February
        return (98, 0, 0, 0, 0, 0), -26

    def case_early_discount_with_tax(self, customer):
        self.early(customer, tax=self.taxed)
        # 2 % off 110
        return (107.8, 0, 0, 0, 0, 0), -26

    def case_cash_rounding(self, customer):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "To 5 cents",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self.cost.id,
                "loss_account_id": self.cost.id,
                "rounding_method": "HALF-UP",
            }
        )
        invoice = self.due(customer, 10.02, invoice_cash_rounding_id=rounding.id)
        self.money(invoice, 10, FEB_10)
        return (10, 0, 0, 0, 0, 0), 0

    def case_tax_included(self, customer):
        tax = self.tax(
            self.taxes, name="Included", price_include_override="tax_included"
        )
        self.money(self.due_lines(customer, 110, tax=tax), 80, FEB_10)
        # (80 * 0 + 30 * 140) / 110
        return (80, 30, 0, 0, 0, 0), 38.18

    def case_reverse_charge(self, customer):
        tax = self.tax(self.taxes, self.taxes, name="Reversed")
        self.money(self.due_lines(customer, 100, tax=tax), 100, FEB_10)
        return (100, 0, 0, 0, 0, 0), 0

    def case_negative_line(self, customer):
        self.money(self.due_lines(customer, 100, -20), 80, FEB_10)
        return (80, 0, 0, 0, 0, 0), 0

    def post(self, invoice):
        invoice.write({"invoice_date": JAN_10, "invoice_date_due": FEB_10})
        invoice.action_post()
        return invoice

    def down_payment(self, order):
        """30 % of the order, invoiced and paid."""
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        down = self.post(wizard._create_invoices(order))
        self.money(down, 30, FEB_10)
        return down

    def case_down_payment_and_final_invoice(self, customer):
        order = self.order(customer, 100)
        self.down_payment(order)
        self.money(self.post(order._create_invoices(final=True)), 70, FEB_20)
        # (30 * 0 + 70 * 10) / 100
        return (100, 0, 0, 0, 0, 0), 7

    def case_down_payment_credited(self, customer):
        down = self.down_payment(self.order(customer, 100))
        credit = down._reverse_moves([{"invoice_date": FEB_10, "date": FEB_10}])
        credit.action_post()
        whole = self.due(customer, 100)
        self.match(whole, credit)
        self.money(whole, 70, FEB_20)
        # the credit, not the money of the first invoice, settles 30 of the second
        return (100, 0, 0, 0, 0, 0), 7

    def case_contact_moved_away(self, customer):
        contact = self.contact(customer)
        invoice = self.due(contact, 100)
        contact.parent_id = self.customer("New employer", ref="other")
        self.money(invoice, 60, FEB_10)
        # (60 * 0 + 40 * 140) / 100
        return (60, 40, 0, 0, 0, 0), 56

    def case_ordered_by_one_and_invoiced_to_another(self, customer):
        order = self.order(self.customer("Orders it", ref="other"), 100)
        order.partner_invoice_id = customer
        self.money(self.post(order._create_invoices()), 60, FEB_10)
        return (60, 40, 0, 0, 0, 0), 56

    def case_posted_anew_in_another_year(self, customer):
        invoice = self.invoice(
            customer, 100, date(2024, 6, 10), invoice_date_due=date(2024, 7, 10)
        )
        invoice.button_draft()
        invoice.write({"name": False, "date": JAN_10})
        invoice.action_post()
        self.money(invoice, 100, date(2025, 1, 20))
        return (100, 0, 0, 0, 0, 0), 194
