"""The journal entries behind the sales of tills."""

from odoo.tools import SQL


def entries():
    """SELECTs of ``id``: of sessions, and of what takes an order out of one of them."""
    return [
        SQL("SELECT move_id FROM pos_session WHERE move_id IS NOT NULL"),
        SQL("SELECT id FROM account_move WHERE reversed_pos_order_id IS NOT NULL"),
    ]


def later_payments(reading):
    """SELECT of ``id`` of payments of invoices that come after the as-of day.

    An invoice that takes the place of an order after its session gets a payment that
    Odoo books on the day of the order. Until the day of the invoice, the order's own
    payment counts.
    """
    return SQL(
        """
        SELECT y.account_move_id
          FROM account_move r
          JOIN pos_payment y ON y.pos_order_id = r.reversed_pos_order_id
         WHERE r.reversed_pos_order_id IS NOT NULL AND r.state = 'posted'
           AND r.date > %s AND y.account_move_id IS NOT NULL
        """,
        reading.as_of,
    )
