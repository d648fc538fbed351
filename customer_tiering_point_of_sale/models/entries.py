"""The journal entries behind the sales of tills."""

from odoo.tools import SQL


def entries():
    """SELECTs of ``id``: of sessions, what takes an order out of one, and its payment.

    An invoice that takes the place of an order after its session gets a payment that
    Odoo books on the day of the order. The order's own payment is that money.
    """
    return [
        SQL("SELECT move_id FROM pos_session WHERE move_id IS NOT NULL"),
        SQL("SELECT id FROM account_move WHERE reversed_pos_order_id IS NOT NULL"),
        _payments_again(SQL("TRUE")),
    ]


def later_payments(reading):
    """SELECT of ``id`` of such payments of invoices that come after the as-of day."""
    return _payments_again(SQL("r.date > %s", reading.as_of))


def _payments_again(condition):
    return SQL(
        """
        SELECT y.account_move_id
          FROM account_move r
          JOIN pos_payment y ON y.pos_order_id = r.reversed_pos_order_id
         WHERE r.reversed_pos_order_id IS NOT NULL AND r.state = 'posted'
           AND y.account_move_id IS NOT NULL AND %s
        """,
        condition,
    )
