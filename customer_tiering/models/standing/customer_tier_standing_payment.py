from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...classification import metrics_payment as payment
from ..collector.documents import revenue_domain


class CustomerTierStanding(models.Model):
    """How the customer pays, and the journal items behind each figure.

    Averages are weighted by amount in company currency; those of several customers are
    the plain mean over the customers. Where nothing fell due (``due_amount`` is zero)
    there is no average: the column is empty, not zero.
    """

    _inherit = "customer.tier.standing"

    payments_known = fields.Boolean(
        readonly=True, help="The scheme collects payment data for this customer."
    )
    collected = fields.Monetary(
        readonly=True,
        help="Money received in the period and matched with the customer's invoices. "
        "Credit notes, write-offs, cash discounts and exchange differences do "
        "not count.",
    )
    due_amount = fields.Monetary(
        string="Amount behind the Averages",
        readonly=True,
        help="Amount paid in the period, or open and overdue. Days late and the "
        "on-time share are averages over this amount.",
    )
    days_late = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Days between due date and payment, weighted by amount. Early payments "
        "count as negative. Open overdue amounts count up to the evaluation "
        "date.",
    )
    on_time_share = fields.Float(
        string="Paid on Time",
        readonly=True,
        aggregator="avg",
        help="Share of the amounts due that was paid by the due date.",
    )
    days_to_pay = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Days between invoice and payment, weighted by amount.",
    )
    prepaid_share = fields.Float(
        string="Prepaid",
        readonly=True,
        aggregator="avg",
        help="Share of what was paid that was paid on or before the invoice date.",
    )
    overdue_amount = fields.Monetary(
        string="Overdue",
        readonly=True,
        help="Amount still open after its due date, on the evaluation date.",
    )
    oldest_overdue = fields.Date(
        string="Overdue Since",
        readonly=True,
        help="The oldest due date that has not been paid yet.",
    )
    terms_days = fields.Float(
        string="Payment Terms (days)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Days of payment terms granted on the invoices of the period, weighted "
        "by amount.",
    )
    unmatched_money = fields.Monetary(
        readonly=True,
        help="Money received but not matched with any invoice yet. Not included in "
        "“Collected”.",
    )
    unposted_payments = fields.Monetary(
        string="Payments without Entry",
        readonly=True,
        help="Registered payments without a journal entry, because their payment "
        "method has no outstanding account. Not included in “Collected”.",
    )

    @api.model
    def _published_fields(self):
        columns = (
            *payment.PAYMENT_COLUMNS,
            payment.TERMS_DAYS,
            payment.UNMATCHED_MONEY,
            payment.UNPOSTED_PAYMENTS,
        )
        return [*super()._published_fields(), *(column.name for column in columns)]

    # ------------------------------------------------------------ evidence

    def _as_of(self):
        """The day of the figures; UserError if no evaluation made them."""
        self.ensure_one()
        self.check_access("read")
        evaluation = self.scheme_id.last_evaluation_id
        if not evaluation:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has no evaluation anymore. Classify again to see "
                    "the documents.",
                    scheme=self.scheme_id.name,
                )
            )
        return evaluation.as_of

    def _action_payment_lines(self, title, domain):
        """Open the parts (see ``customer.tier.payment.line``) that meet ``domain``."""
        lines = self.env["customer.tier.payment.line"]._fill(self, self._as_of())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_payment_line_action"
        )
        # not the ids: there may be thousands
        action["domain"] = [
            ("standing_id", "=", self.id),
            ("id", ">=", min(lines.ids, default=0)),
            ("id", "<=", max(lines.ids, default=0)),
            *domain,
        ]
        action["display_name"] = title
        return action

    def action_view_collected(self):
        """The matches of invoices with money; their amounts add up to the figure."""
        return self._action_payment_lines(
            self.env._("Collected from %s", self.partner_id.name),
            [("kind", "=", "collected")],
        )

    def action_view_days_late(self):
        """What was paid and what is overdue, each with its days."""
        return self._action_payment_lines(
            self.env._("Days late of %s", self.partner_id.name),
            [("weighs", "=", True)],
        )

    def action_view_overdue(self):
        """The instalments that are open and overdue."""
        return self._action_payment_lines(
            self.env._("Overdue of %s", self.partner_id.name),
            [("kind", "=", "overdue")],
        )

    def action_view_revenue_items(self):
        """The journal items of the net revenue; minus their balance is the figure."""
        as_of = self._as_of()
        items = self.env["account.move.line"]
        items.check_access("read")
        path = "partner_id"
        if self.scheme_id.customer_level == "company":
            customer = Domain(f"{path}.commercial_partner_id", "=", self.partner_id.id)
        else:
            customer = Domain(path, "child_of", self.partner_id.id)
        documents = revenue_domain(self.scheme_id, self.scheme_id._window(as_of))
        domain = Domain("move_id", "any", documents & customer) & items._tier_revenue()
        return items._tier_action(
            self.env._("Net revenue of %s", self.partner_id.name), domain
        )
