from odoo import api, fields, models

from ...classification import metrics_payment as payment


class CustomerTierStanding(models.Model):
    """How the customer pays.

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
