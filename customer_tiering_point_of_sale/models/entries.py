"""The journal entries behind the sales of tills."""

from odoo.tools import SQL


def entries(reading):
    """SELECTs of ``id``: of sessions, and of what takes an order out of one of them.

    So is the payment of an invoice that takes the place of an order only after the
    as-of day: Odoo books it on the day of the order, and until then the order's own
    payment counts.
    """
    return [
        SQL("SELECT move_id FROM pos_session WHERE move_id IS NOT NULL"),
        SQL("SELECT id FROM account_move WHERE reversed_pos_order_id IS NOT NULL"),
        later_payments(reading),
    ]


def later_payments(reading):
    """SELECT of the entries of payments of invoices that come after the as-of day."""
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
