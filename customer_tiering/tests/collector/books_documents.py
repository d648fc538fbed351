from datetime import date

from .books import FEB_10, FEB_20, JAN_10, BookCase


class BookOfDocuments(BookCase):
    """Invoices of every make, credit notes, opening balances and netting."""

    @classmethod
    def case_opening_balance(cls, customer):
        opening = cls.entry(
            [(cls.owed, 1000), (cls.cost, -1000)],
            date(2024, 7, 1),
            partner=customer,
        )
        cls.receivables(opening).date_maturity = date(2024, 7, 1)
        cls.money(opening, 400, date(2024, 7, 31))
        # (400 * 30 + 600 * 364) / 1000
        return (400, 600, 0, 0, 0, 0), 230.4

    @classmethod
    def case_open_credit_note(cls, customer):
        cls.refund(customer, 40, JAN_10)
        return (0, 0, 0, 0, 0, 40), 0

    @classmethod
    def case_refund_paid(cls, customer):
        cls.money(cls.refund(customer, 40, JAN_10), -40, FEB_10)
        return (-40, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_netted_with_a_bill(cls, customer):
        invoice = cls.due(customer, 100)
        cls.money(invoice, 40, FEB_10)
        entry = cls.entry(
            [(cls.payable, 60), (cls.owed, -60)], FEB_10, partner=customer
        )
        cls.receivables(invoice + entry).reconcile()
        return (40, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_opening_credit(cls, customer):
        cls.entry([(cls.owed, -50), (cls.cost, 50)], date(2024, 7, 1), partner=customer)
        return (0, 0, 0, 0, 0, 50), 0

    @classmethod
    def case_credit_note_settles_all(cls, customer):
        cls.match(cls.due(customer, 100), cls.refund(customer, 100, JAN_10))
        return (0, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_credit_note_used_on_another_invoice(cls, customer):
        cls.money(cls.due(customer, 100), 100, FEB_10)
        other = cls.due(customer, 100)
        cls.match(other, cls.refund(customer, 40, FEB_10))
        cls.money(other, 60, FEB_20)
        # (100 * 0 + 60 * 10) / 160
        return (160, 0, 0, 0, 0, 0), 3.75

    @classmethod
    def case_paid_and_a_part_returned(cls, customer):
        cls.money(cls.due(customer, 100), 100, FEB_10)
        cls.money(cls.refund(customer, 40, FEB_10), -40, FEB_20)
        return (60, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_receipt(cls, customer):
        cls.money(cls.due(customer, 70, move_type="out_receipt"), 70, FEB_20)
        return (70, 0, 0, 0, 0, 0), 10

    @classmethod
    def early(cls, customer, **values):
        """An invoice of 100 with 2 % off within ten days, paid after five."""
        terms = cls.terms((100, 31))
        terms.write(
            {
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
            }
        )
        invoice = cls.due_lines(
            customer, 100, invoice_payment_term_id=terms.id, **values
        )
        cls.register(invoice, date(2025, 1, 15))

    @classmethod
    def case_early_discount(cls, customer):
        cls.early(customer)
        # due on 10 February
        return (98, 0, 0, 0, 0, 0), -26

    @classmethod
    def case_early_discount_with_tax(cls, customer):
        cls.early(customer, tax=cls.taxed)
        # 2 % off 110
        return (107.8, 0, 0, 0, 0, 0), -26

    @classmethod
    def case_cash_rounding(cls, customer):
        rounding = cls.env["account.cash.rounding"].create(
            {
                "name": "To 5 cents",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": cls.cost.id,
                "loss_account_id": cls.cost.id,
                "rounding_method": "HALF-UP",
            }
        )
        invoice = cls.due(customer, 10.02, invoice_cash_rounding_id=rounding.id)
        cls.money(invoice, 10, FEB_10)
        return (10, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_tax_included(cls, customer):
        tax = cls.tax(cls.taxes, name="Included", price_include_override="tax_included")
        cls.money(cls.due_lines(customer, 110, tax=tax), 80, FEB_10)
        # (80 * 0 + 30 * 140) / 110
        return (80, 30, 0, 0, 0, 0), 38.18

    @classmethod
    def case_reverse_charge(cls, customer):
        tax = cls.tax(cls.taxes, cls.taxes, name="Reversed")
        cls.money(cls.due_lines(customer, 100, tax=tax), 100, FEB_10)
        return (100, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_negative_line(cls, customer):
        cls.money(cls.due_lines(customer, 100, -20), 80, FEB_10)
        return (80, 0, 0, 0, 0, 0), 0

    @classmethod
    def post(cls, invoice):
        invoice.write({"invoice_date": JAN_10, "invoice_date_due": FEB_10})
        invoice.action_post()
        return invoice

    @classmethod
    def down_payment(cls, order):
        """30 % of the order, invoiced and paid."""
        wizard = cls.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        down = cls.post(wizard._create_invoices(order))
        cls.money(down, 30, FEB_10)
        return down

    @classmethod
    def case_down_payment_and_final_invoice(cls, customer):
        order = cls.order(customer, 100)
        cls.down_payment(order)
        cls.money(cls.post(order._create_invoices(final=True)), 70, FEB_20)
        # (30 * 0 + 70 * 10) / 100
        return (100, 0, 0, 0, 0, 0), 7

    @classmethod
    def case_down_payment_credited(cls, customer):
        down = cls.down_payment(cls.order(customer, 100))
        credit = down._reverse_moves([{"invoice_date": FEB_10, "date": FEB_10}])
        credit.action_post()
        whole = cls.due(customer, 100)
        cls.match(whole, credit)
        cls.money(whole, 70, FEB_20)
        # the credit, not the money of the first invoice, settles 30 of the second
        return (100, 0, 0, 0, 0, 0), 7

    @classmethod
    def case_contact_moved_away(cls, customer):
        contact = cls.contact(customer)
        invoice = cls.due(contact, 100)
        contact.parent_id = cls.customer("New employer", ref="other")
        cls.money(invoice, 60, FEB_10)
        # (60 * 0 + 40 * 140) / 100
        return (60, 40, 0, 0, 0, 0), 56

    @classmethod
    def case_ordered_by_one_and_invoiced_to_another(cls, customer):
        order = cls.order(cls.customer("Orders it", ref="other"), 100)
        order.partner_invoice_id = customer
        cls.money(cls.post(order._create_invoices()), 60, FEB_10)
        return (60, 40, 0, 0, 0, 0), 56

    @classmethod
    def case_posted_anew_in_another_year(cls, customer):
        invoice = cls.invoice(
            customer, 100, date(2024, 6, 10), invoice_date_due=date(2024, 7, 10)
        )
        invoice.button_draft()
        invoice.write({"name": False, "date": JAN_10})
        invoice.action_post()
        cls.money(invoice, 100, date(2025, 1, 20))
        return (100, 0, 0, 0, 0, 0), 194
