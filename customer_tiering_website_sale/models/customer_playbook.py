from odoo import api, fields, models
from odoo.tools import SQL, format_amount, format_date

from odoo.addons.customer_tiering.models.collector.customers import (
    customers,
    public_visitors,
)
from odoo.addons.customer_tiering.models.playbook.quotations import PAYING
from odoo.addons.customer_tiering.models.playbook.trigger import Trigger


class CustomerPlaybook(models.Model):
    """A cart that a customer has left opens a play, once."""

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "cart": Trigger(
                self.env._("A cart in the web shop was left"),
                self._rows_cart,
                self._reason_cart,
                days=True,
            )
        }

    def _rows_cart(self):
        """Carts with something in them that nobody ordered or pays for.

        The visitor has to be known. A cart is left after the time that the website
        says, and due so many days after that day.
        """
        for model in ("sale.order", "sale.order.line", "payment.transaction"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT c.customer_id AS partner_id, 'cart:' || o.id AS occurrence,
                   'sale.order' AS res_model, o.id AS res_id,
                   o.date_order::date + %(days)s AS day
              FROM sale_order o
              JOIN website w ON w.id = o.website_id
              JOIN %(customers)s c ON c.id = o.partner_id
             WHERE o.state = 'draft' AND o.company_id = ANY(%(companies)s)
               AND o.date_order::date + %(days)s <= %(today)s
               AND o.date_order + COALESCE(NULLIF(w.cart_abandoned_delay, 0), 1)
                   * INTERVAL '1 hour' <= %(now)s
               AND o.partner_id <> ALL (%(public)s)
               AND EXISTS (
                   SELECT FROM sale_order_line l
                    WHERE l.order_id = o.id AND l.display_type IS NULL)
               AND NOT EXISTS (
                   SELECT FROM sale_order_transaction_rel r
                     JOIN payment_transaction t ON t.id = r.transaction_id
                    WHERE r.sale_order_id = o.id AND t.state = ANY(%(paying)s))
            """,
            customers=customers(self.scheme_id),
            companies=self.scheme_id._covered_companies().ids,
            days=self.days,
            today=self._today(),
            now=fields.Datetime.now(),
            public=public_visitors(self.env),
            paying=list(PAYING),
        )

    def _reason_cart(self, play, standing):
        cart = play._document().with_env(standing.env)
        return standing.env._(
            "The cart %(cart)s over %(amount)s has been left since %(day)s.",
            cart=cart.name,
            amount=format_amount(standing.env, cart.amount_untaxed, cart.currency_id),
            day=format_date(standing.env, cart.date_order),
        )
