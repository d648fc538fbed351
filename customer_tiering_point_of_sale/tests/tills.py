from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from uuid import uuid4

from freezegun import freeze_time

from odoo import Command, fields

from odoo.addons.customer_tiering.models.collector.one_customer import read_one
from odoo.addons.customer_tiering.models.collector.reading import Reading
from odoo.addons.customer_tiering.models.collector.scope import scope_of
from odoo.addons.customer_tiering.tests.payments import PaymentCase

NUMBERS = count(1)


class TillCase(PaymentCase):
    """A company with a till, whose sessions are opened and closed by Odoo's own code.

    Orders come as the till sends them. The days of a test are in the first half of
    2025, the figures as of 30 June 2025.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.income = cls.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "=", cls.company.id)],
            limit=1,
        )
        # a till only opens where there are a country and a chart of accounts
        cls.company.country_id = cls.env.ref("base.us")
        cls.company.account_fiscal_country_id = cls.env.ref("base.us")
        cls.update(cls.company, chart_template="generic_coa")
        cls.found = cls.account("Cash found", "460", "income_other")
        cls.till_account = cls.account("Tills", "115", "asset_receivable")
        cls.till_account.reconcile = True
        cls.company.account_default_pos_receivable_account_id = cls.till_account
        cls.product.property_account_income_id = cls.income
        cls.product.categ_id = cls.env["product.category"].create({"name": "Tools"})
        cls.cash = cls.method("Cash", journal_id=cls.new_cash("CSH").id)
        cls.card = cls.method(
            "Card",
            journal_id=cls.bank.id,
            outstanding_account_id=cls.outstanding.id,
        )
        cls.account_of_customer = cls.method("On account", split_transactions=True)
        cls.named_card = cls.method(
            "Card of a customer",
            journal_id=cls.bank.id,
            outstanding_account_id=cls.outstanding.id,
            split_transactions=True,
        )
        cls.sales_journal = cls.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.config = cls.new_till("Till")
        cls.anvil, cls.hammer = cls.customers(2)

    @classmethod
    def goods(cls, name, cost=0.0, **values):
        """Another product; its cost is the company's own."""
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "taxes_id": False,
                "categ_id": cls.product.categ_id.id,
                "property_account_income_id": cls.income.id,
                **values,
            }
        )
        product.standard_price = cost
        return product

    @classmethod
    def new_cash(cls, code):
        return cls.env["account.journal"].create(
            {
                "name": f"Cash {code}",
                "code": code,
                "type": "cash",
                "company_id": cls.company.id,
                "default_account_id": cls.account(
                    f"Cash {code}", f"10{next(NUMBERS)}0", "asset_cash"
                ).id,
                "profit_account_id": cls.found.id,
                "loss_account_id": cls.cost.id,
            }
        )

    @classmethod
    def method(cls, name, **values):
        return cls.env["pos.payment.method"].create(
            {"name": name, "company_id": cls.company.id, **values}
        )

    @classmethod
    def new_till(cls, name, **values):
        currency = values.pop("currency", cls.usd)
        pricelist = cls.env["product.pricelist"].create(
            {
                "name": f"Prices of {name}",
                "currency_id": currency.id,
                "company_id": cls.company.id,
            }
        )
        return cls.env["pos.config"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "journal_id": cls.sales_journal.id,
                "invoice_journal_id": cls.sales_journal.id,
                "use_pricelist": True,
                "pricelist_id": pricelist.id,
                "available_pricelist_ids": [Command.set(pricelist.ids)],
                "payment_method_ids": [
                    Command.set(
                        (
                            cls.cash
                            + cls.card
                            + cls.account_of_customer
                            + cls.named_card
                        ).ids
                    )
                ],
                **values,
            }
        )

    # ------------------------------------------------------------ days

    @contextmanager
    def on(self, day, hour=12):
        """The block happens at that hour (UTC) of a day, such as ``"2025-03-10"``."""
        with freeze_time(f"{day} {hour:02}:00:00"):
            yield

    @contextmanager
    def session(self, day, config=None, closed_on=None):
        """A session that is opened on a day, and closed when the block ends."""
        with self.on(day):
            session = self.open(config)
        with self.on(day):
            yield session
        with self.on(closed_on or day, 20):
            self.close(session)

    def open(self, config=None):
        config = config or self.config
        config.open_ui()
        session = config.current_session_id
        session.set_opening_control(session.cash_register_balance_start, None)
        return session

    def close(self, session):
        """Close it as the till does, with the cash there should be."""
        # each step of the till is a request of its own
        self.env.flush_all()
        self.env.invalidate_all()
        cash = session.cash_register_balance_end
        if session.cash_journal_id:
            session.post_closing_cash_details(cash)
        session.update_closing_control_state_session("")
        answer = session.close_session_from_ui()
        self.assertTrue(answer["successful"], answer)
        self.assertEqual(session.state, "closed")

    # ------------------------------------------------------------ orders

    def line(self, amount, qty=1, product=None, **values):
        """A line as the till sends it: its amounts are those of the sale, unsigned."""
        discount = values.get("discount", 0)
        subtotal = amount * qty * (1 - discount / 100)
        return {
            "product_id": (product or self.product).id,
            "qty": qty,
            "price_unit": amount,
            "price_subtotal": subtotal,
            "price_subtotal_incl": subtotal,
            "discount": 0,
            "tax_ids": [],
            "full_product_name": "Hammer",
            **values,
        }

    def sell(self, customer, *lines, session=None, paid=None, invoice=False, **values):
        """An order that the till sends now; ``lines`` are amounts, or of `line`.

        :param paid: ``{payment method: amount}``; in cash by default
        """
        session = session or self.config.current_session_id
        lines = [line if isinstance(line, dict) else self.line(line) for line in lines]
        total = sum(
            line["price_unit"] * line["qty"] * (1 - line["discount"] / 100)
            for line in lines
        )
        total = values.pop("total", total)
        method = session.payment_method_ids.filtered("is_cash_count")[:1]
        paid = {method: total} if paid is None else paid
        data = {
            "uuid": str(uuid4()),
            "name": f"Order {next(NUMBERS)}",
            "session_id": session.id,
            "user_id": self.env.uid,
            "partner_id": customer.id if customer else False,
            "pricelist_id": session.config_id.pricelist_id.id,
            "fiscal_position_id": False,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_tax": 0,
            "amount_paid": total,
            "amount_return": 0,
            "to_invoice": invoice,
            "state": "paid",
            "last_order_preparation_change": "{}",
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "amount": amount,
                        "name": fields.Datetime.now(),
                        "payment_date": fields.Datetime.to_string(
                            fields.Datetime.now()
                        ),
                        "payment_method_id": one.id,
                    }
                )
                for one, amount in paid.items()
            ],
            **values,
        }
        orders = self.env["pos.order"].with_context(generate_pdf=False)
        answer = orders.sync_from_ui([data])
        order = self.env["pos.order"].browse(answer["pos.order"][-1]["id"])
        self.in_a_transaction_of_its_own(order.account_move)
        return order

    def give_back(self, order, session=None, invoice=False, paid=None):
        """Refund the whole order at the till, which sends positive subtotals."""
        lines = [
            self.line(
                line.price_unit,
                -line.qty,
                line.product_id,
                price_subtotal=abs(line.price_subtotal),
                price_subtotal_incl=abs(line.price_subtotal_incl),
                refunded_orderline_id=line.id,
                discount=line.discount,
            )
            for line in order.lines
        ]
        return self.sell(
            order.partner_id,
            *lines,
            session=session,
            invoice=invoice,
            paid=paid,
            is_refund=True,
        )

    def refund_in_office(self, order):
        """Refund the whole order from the back office, paid in cash."""
        refund = self.env["pos.order"].browse(order.refund()["res_id"])
        self.env["pos.make.payment"].with_context(
            active_id=refund.id, active_ids=refund.ids
        ).create(
            {"amount": refund.amount_total, "payment_method_id": self.cash.id}
        ).check()
        return refund

    def invoice_order(self, orders):
        """Invoice the orders from the back office, today."""
        for order in orders:
            order.with_context(generate_pdf=False).action_pos_order_invoice()
        self.in_a_transaction_of_its_own(orders.account_move)
        return orders.account_move

    def in_a_transaction_of_its_own(self, moves):
        """Else a refund and an invoice look like *Reverse and Create Invoice*."""
        for move in moves:
            made = fields.Datetime.now() + timedelta(microseconds=next(NUMBERS))
            self.update(move, create_date=made)

    # ------------------------------------------------------------ figures

    @classmethod
    def all_metrics(cls):
        return cls.env["customer.tier.metric"].search([])

    @classmethod
    def till_scheme(cls, **values):
        """A scheme that reads every figure there is."""
        return cls.scheme(metric_ids=[Command.set(cls.all_metrics().ids)], **values)

    def frame_of(self, scheme, as_of, **values):
        """Customer id -> the figures of the customer frame, as a dict."""
        frame = Reading(self.env, scheme, as_of, **values).frame()
        return {row["partner_id"]: row for row in frame.to_dict("records")}

    def alone(self, scheme, as_of, customer):
        """The figures of one customer, read without the others."""
        reading = Reading(self.env, scheme, as_of, scope_of(scheme, customer))
        frame = read_one(reading, scheme._collected_columns())
        return frame.to_dict("records")[0]

    def steps(self, evaluation, bridge):
        lines = self.env["customer.tier.evaluation.bridge"].search(
            [("evaluation_id", "=", evaluation.id), ("bridge", "=", bridge)]
        )
        return {line.kind: line.amount for line in lines}

    def assert_closed(self, evaluation):
        """The bridges end in 0.00, and their steps add up to what they end in."""
        for bridge in ("revenue", "money", "receivables"):
            steps = self.steps(evaluation, bridge)
            self.assertEqual(steps.pop("difference"), 0, (bridge, steps))
            signs, total = self.env["customer.tier.evaluation.bridge"]._steps(), None
            for kind, amount in steps.items():
                if signs[kind].sign:
                    total += amount
                elif total is not None:
                    self.assertAlmostEqual(total, amount, 2, (bridge, kind, steps))
                if not signs[kind].sign:
                    total = amount
