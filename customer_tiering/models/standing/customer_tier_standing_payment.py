from odoo import api, fields, models

from ...classification import metrics_payment as payment
from ...tools.figure_fields import FloatFigure, MonetaryFigure


class CustomerTierStanding(models.Model):
    """How the customer pays.

    Averages are weighted by amount in company currency, and those of several customers
    by the same amounts: days late by what fell due, days to pay by what of it was paid.
    The amounts behind the terms granted are not kept, so these are weighed by net
    revenue. Where nothing fell due (``due_amount`` is zero) there is no average: the
    column is empty, not zero. So is every figure of a scheme that reads no payments.
    """

    _inherit = "customer.tier.standing"

    payments_known = fields.Boolean(
        readonly=True, help="The scheme collects payment data for this customer."
    )
    collected = MonetaryFigure(
        readonly=True,
        help="Money received in the period and matched with the customer's invoices. "
        "Credit notes, write-offs, cash discounts and exchange differences do "
        "not count.",
    )
    due_amount = MonetaryFigure(
        string="Amount behind the Averages",
        readonly=True,
        help="Amount paid in the period, or open and overdue. Days late and the "
        "on-time share are averages over this amount.",
    )
    days_late = FloatFigure(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("due_amount",),
        help="Days between due date and payment, weighted by amount. Early payments "
        "count as negative. Open overdue amounts count up to the evaluation "
        "date.",
    )
    on_time_share = FloatFigure(
        string="Paid on Time",
        readonly=True,
        aggregator="avg",
        weight=("due_amount",),
        help="Share of the amounts due that was paid by the due date.",
    )
    days_to_pay = FloatFigure(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("due_amount", "-overdue_amount"),
        help="Days between invoice and payment, weighted by amount.",
    )
    prepaid_share = FloatFigure(
        string="Prepaid",
        readonly=True,
        aggregator="avg",
        weight=("due_amount", "-overdue_amount"),
        help="Share of what was paid that was paid on or before the invoice date.",
    )
    overdue_amount = MonetaryFigure(
        string="Overdue",
        readonly=True,
        help="Amount still open after its due date, on the evaluation date.",
    )
    oldest_overdue = fields.Date(
        string="Overdue Since",
        readonly=True,
        help="The oldest due date that has not been paid yet.",
    )
    terms_days = FloatFigure(
        string="Payment Terms (days)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("net_revenue",),
        help="Days of payment terms granted on the invoices of the period, weighted "
        "by amount.",
    )
    unmatched_money = MonetaryFigure(
        readonly=True,
        help="Money received but not matched with any invoice yet. Not included in "
        "“Collected”.",
    )
    unposted_payments = MonetaryFigure(
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
