"""Which quotations wait for an answer of the customer."""

from odoo.tools import SQL

# a payment in these states is an answer
PAYING = ("pending", "authorized", "done")


def is_out(env):
    """Condition on the quotation ``o``: it was sent, and the customer has to answer.

    Orders of a web shop, and those that wait for a payment, are no quotations.
    """
    for model in ("sale.order", "payment.transaction"):
        env[model].flush_model()
    cart = SQL()
    if "website_id" in env["sale.order"]._fields:
        cart = SQL("AND o.website_id IS NULL")
    return SQL(
        """
        o.state = 'sent' %s AND NOT EXISTS (
            SELECT FROM sale_order_transaction_rel r
              JOIN payment_transaction t ON t.id = r.transaction_id
             WHERE r.sale_order_id = o.id AND t.state = ANY(%s))
        """,
        cart,
        list(PAYING),
    )
