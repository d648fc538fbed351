from odoo import api, fields, models
from odoo.tools import SQL

from ...models.collector.payment_parts import credit_parts, payment_parts
from ...models.collector.reading import Reading
from ...models.collector.scope import scope_of

COLUMNS = (
    "kind",
    "weighs",
    "move_id",
    "line_id",
    "money_move_id",
    "money_line_id",
    "partial_id",
    "invoice_date",
    "date_due",
    "date",
    "matched",
    "amount",
    "days",
    "weighted_days",
)
# what `payment_parts` calls the columns, up to the amount
READ = tuple(
    {"date_due": "due", "date": "day"}.get(name, name) for name in COLUMNS[:-2]
)


class CustomerTierPaymentLine(models.TransientModel):
    """Evidence: the amounts that add up to the payment figures of a customer.

    They are read from the ledger when a user opens a figure, with the statement that
    computed the figure and as of the day of the evaluation. Users only see the lines
    that they opened themselves.
    """

    _name = "customer.tier.payment.line"
    _description = "Payment behind a Figure"
    _order = "date, id"
    _rec_name = "line_id"

    standing_id = fields.Many2one("customer.tier.standing", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    kind = fields.Selection(
        [
            ("collected", "Paid"),
            ("overdue", "Overdue"),
            ("not_due", "Not Yet Due"),
            ("written_off", "Written Off"),
            ("unmatched", "Not Matched"),
            ("credit", "Open Credit"),
        ],
        readonly=True,
    )
    weighs = fields.Boolean(
        string="In the Averages",
        readonly=True,
        help="Money paid back on a credit note counts as collected, but says nothing "
        "about how the customer pays.",
    )
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    line_id = fields.Many2one("account.move.line", string="Instalment", readonly=True)
    money_move_id = fields.Many2one("account.move", string="Paid by", readonly=True)
    money_line_id = fields.Many2one(
        "account.move.line", string="Payment Item", readonly=True
    )
    partial_id = fields.Many2one(
        "account.partial.reconcile", string="Reconciliation", readonly=True
    )
    invoice_date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    date = fields.Date(
        string="Counted until",
        readonly=True,
        help="The day of the payment. For overdue amounts, the day of the figures.",
    )
    matched = fields.Monetary(
        readonly=True, help="Reconciled amount, including write-offs."
    )
    amount = fields.Monetary(
        readonly=True,
        help="The part of the reconciled amount that is money, at the rate of its own "
        "entry, or the amount that is open or was written off.",
    )
    days = fields.Integer(string="Days Late", readonly=True, aggregator=None)
    weighted_days = fields.Float(
        string="Amount × Days",
        digits=(16, 2),
        readonly=True,
        help="The sum of this column, divided by that of the amounts, is the average.",
    )

    @api.model
    def _fill(self, standing, window):
        """Create the lines of ``standing`` if the user may read all journal items.

        ``window`` is the period of its figures.
        """
        self.check_access("read")
        self.env["account.move.line"].check_access("read")
        self.env.flush_all()
        scheme = standing.scheme_id
        scope = scope_of(scheme, standing.partner_id)
        reading = Reading(self.env, scheme, window.last, scope, first=window.first)
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_tier_payment_line
                       (standing_id, currency_id, create_uid, create_date, write_uid,
                        write_date, %(columns)s)
                SELECT %(standing)s, %(currency)s, %(user)s, %(now)s, %(user)s, %(now)s,
                       kind, weighs, move_id, line_id, money_move_id, money_line_id,
                       partial_id, invoice_date, due, day, matched, amount,
                       CASE WHEN weighs THEN day - due END,
                       CASE WHEN weighs THEN amount * (day - due) END
                  FROM (
                    SELECT customer_id, %(read)s FROM %(parts)s parts
                     WHERE kind <> 'waiting'
                 UNION ALL
                    SELECT customer_id, kind, FALSE, move_id, line_id, NULL, NULL, NULL,
                           invoice_date, NULL, day, NULL, amount
                      FROM %(credits)s parts
                  ) parts
                 WHERE customer_id = %(customer)s
                 ORDER BY day, due, line_id, partial_id
                RETURNING id
                """,
                columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
                standing=standing._in_force().id or None,
                currency=standing.currency_id.id,
                user=self.env.uid,
                now=self.env.cr.now(),
                read=SQL(", ").join(map(SQL.identifier, READ)),
                parts=payment_parts(reading),
                credits=credit_parts(reading),
                customer=standing.partner_id.id,
            )
        )
        lines = self.browse([line_id for (line_id,) in rows])
        self.env["account.move.line"]._tier_refuse_hidden(
            lines.sudo().line_id | lines.sudo().money_line_id
        )
        return lines

    def action_view_items(self):
        """Open the journal items of the chosen lines: invoices and payments."""
        items = self.line_id | self.money_line_id
        return self.env["account.move.line"]._tier_action(
            self.env._("Journal items"), [("id", "in", items.ids)]
        )
