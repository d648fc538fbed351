from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.collector.documents import (
    confirmed_orders,
    documents,
)
from odoo.addons.customer_tiering.models.collector.reading import Reading
from odoo.addons.customer_tiering.models.collector.scope import scope_of

from ..models.sales import orders

# conditions on a row of `_rows`
EVERY = SQL("amount <> 0")
PURCHASES = SQL("is_purchase")
REFUNDS = SQL("is_refund AND stands")
SOLD = SQL("stands AND NOT is_refund AND amount <> 0")


class CustomerTierTillSale(models.TransientModel):
    """Evidence: invoices and till orders that add up to a figure of a customer.

    They are read when a user opens a figure, by the rules that made the figure. Amounts
    are in company currency, without tax. Users only see what they opened themselves.
    """

    _name = "customer.tier.till.sale"
    _description = "Invoice or Till Order behind a Figure"
    _order = "date, id"
    _rec_name = "order_id"

    standing_id = fields.Many2one("customer.tier.standing", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(
        [
            ("invoice", "Invoice"),
            ("refund", "Refund"),
            ("order", "Till order"),
            ("return", "Till refund"),
            ("replaced", "Till order, invoiced later"),
            ("sale", "Sales order"),
        ],
        string="Type",
        readonly=True,
        help="A till order that is invoiced after its session was closed is taken out "
        "of the session's journal entry on that day, and the invoice counts instead.",
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    order_id = fields.Many2one("pos.order", string="Till Order", readonly=True)
    sale_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    amount = fields.Monetary(readonly=True, help="Without tax. Refunds are negative.")

    @api.model
    def _fill(self, standing, window, condition):
        """Create a row for each document of ``standing`` in ``window``.

        :param condition: one of the conditions above
        :return: the rows; none if no till order is among them
        """
        self.check_access("read")
        self.env.flush_all()
        scheme = standing.scheme_id
        scope = scope_of(scheme, standing.partner_id)
        reading = Reading(self.env, scheme, window.last, scope)
        created = self.env.execute_query(
            SQL(
                """
                WITH found AS MATERIALIZED (
                    SELECT * FROM %(rows)s rows
                     WHERE customer_id = %(customer)s AND %(condition)s
                )
                INSERT INTO customer_tier_till_sale
                       (standing_id, currency_id, create_uid, create_date, write_uid,
                        write_date, date, kind, move_id, order_id, sale_id, amount)
                SELECT %(standing)s, %(currency)s, %(user)s, %(now)s, %(user)s, %(now)s,
                       day, kind, move_id, order_id, sale_id, amount
                  FROM found
                 WHERE EXISTS (SELECT FROM found WHERE order_id IS NOT NULL)
                 ORDER BY day, move_id, order_id, sale_id
                RETURNING id
                """,
                rows=self._rows(reading, window),
                condition=condition,
                customer=standing.partner_id.id,
                standing=standing._in_force().id or None,
                currency=standing.currency_id.id,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        return self.browse([row_id for (row_id,) in created])

    @api.model
    def _rows(self, reading, window):
        """FROM item: invoices, till orders and, where they are purchases, orders."""
        by_order = reading.scheme.purchase_basis == "order"
        rows = [
            SQL(
                """
                SELECT customer_id, day, amount, is_purchase AND %s AS is_purchase,
                       move_type = 'out_refund' AS is_refund, stands, id AS move_id,
                       NULL::int AS order_id, NULL::int AS sale_id,
                       CASE WHEN move_type = 'out_refund' THEN 'refund'
                            ELSE 'invoice' END AS kind
                  FROM %s d
                """,
                not by_order,
                documents(reading, window.first, window.last),
            ),
            SQL(
                """
                SELECT customer_id, day, amount, is_purchase, is_refund, stands, NULL,
                       order_id, NULL,
                       CASE WHEN NOT stands THEN 'replaced'
                            WHEN is_refund THEN 'return' ELSE 'order' END
                  FROM (%s) o
                """,
                orders(reading, window.first, window.last),
            ),
        ]
        if by_order:
            rows.append(
                SQL(
                    """
                    SELECT o.customer_id, o.day, 0, TRUE, FALSE, TRUE, NULL, NULL, o.id,
                           'sale'
                      FROM %s o
                    """,
                    confirmed_orders(reading, window.first),
                )
            )
        return SQL("(%s)", SQL(" UNION ALL ").join(rows))

    def action_open(self):
        """Open the document of the row."""
        self.ensure_one()
        self.check_access("read")
        document = self.move_id or self.order_id or self.sale_id
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
            "name": document.display_name,
        }
