"""Sell at the till as planned: sessions of Odoo, with their orders in one go."""

from datetime import datetime, time, timedelta

from odoo import Command, fields


class Seller:
    """Opens the sessions of a store, one after the other, and closes them."""

    def __init__(self, built):
        # Odoo opens no session for its own user
        self.env = built.env(
            user=built.env.ref("base.user_admin"),
            su=True,
            context={**built.env.context, "generate_pdf": False},
        )
        self.till = built.till.with_env(self.env)
        self.methods = built.methods
        self.products = built.products
        self.members = built.members
        self.brought_back = []

    def sell(self, plan):
        """:param plan: of `plan.plan_sales`"""
        # a tool of developers, like the demo: production does without it
        from freezegun import freeze_time

        with freeze_time(min(plan)) as clock:
            for first, sales in plan.items():
                clock.move_to(datetime.combine(first, time(13)))
                session = self._open()
                rows = [self._order(session, sale) for sale in sales]
                rows += [
                    self._return(session, first, *one) for one in self.brought_back
                ]
                orders = self.env["pos.order"].create(rows)
                sold = orders[: len(sales)]
                self.brought_back = [
                    (sale, order)
                    for sale, order in zip(sales, sold, strict=True)
                    if sale.refunded
                ]
                clock.move_to(datetime.combine(sales[-1].moment.date(), time(22)))
                self._close(session)
                self._invoice_later(clock, sales, sold)

    def _open(self):
        self.till.open_ui()
        session = self.till.current_session_id
        session.set_opening_control(session.cash_register_balance_start, None)
        return session

    def _close(self, session):
        # each step of the till is a request of its own
        self.env.flush_all()
        self.env.invalidate_all()
        session.post_closing_cash_details(session.cash_register_balance_end)
        session.update_closing_control_state_session("")
        answer = session.close_session_from_ui()
        if not answer["successful"]:
            raise ValueError(f"The session of the demo stays open: {answer}")

    def _invoice_later(self, clock, sales, orders):
        for sale, order in zip(sales, orders, strict=True):
            if sale.invoiced_later and not sale.refunded:
                clock.tick(timedelta(minutes=5))
                order.action_pos_order_invoice()

    # ------------------------------------------------------------ values

    def _order(self, session, sale):
        member = self.members[sale.member] if sale.member is not None else None
        lines = [
            self._line(self.products[product], quantity)
            for product, quantity in sale.lines
        ]
        return self._values(session, sale.moment, member, lines, sale.paid_by)

    def _return(self, session, day, sale, order):
        """The whole order is brought back, and paid as it was paid."""
        lines = [
            self._line(line.product_id, -line.qty, refunded_orderline_id=line.id)
            for line in order.lines
        ]
        moment = datetime.combine(day, time(15))
        return self._values(
            session, moment, order.partner_id, lines, sale.paid_by, is_refund=True
        )

    def _line(self, product, quantity, **values):
        subtotal = round(product.lst_price * quantity, 2)
        return {
            "product_id": product.id,
            "full_product_name": product.name,
            "qty": quantity,
            "price_unit": product.lst_price,
            "price_subtotal": subtotal,
            "price_subtotal_incl": subtotal,
            "tax_ids": [],
            **values,
        }

    def _values(self, session, moment, member, lines, paid_by, **values):
        total = round(sum(line["price_subtotal"] for line in lines), 2)
        at = fields.Datetime.to_string(moment)
        return {
            "session_id": session.id,
            "partner_id": member.id if member else False,
            "date_order": at,
            "state": "paid",
            "amount_total": total,
            "amount_tax": 0,
            "amount_paid": total,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "amount": total,
                        "payment_date": at,
                        "payment_method_id": self.methods[paid_by].id,
                    }
                )
            ],
            **values,
        }
