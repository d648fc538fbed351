from odoo import api, fields, models

from ...classification import metrics_payment as payment
from ...tools.figure_fields import FloatFigure, MonetaryFigure
from ...tools.groups import PAYMENT_GROUP


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
        groups=PAYMENT_GROUP,
        readonly=True,
        help="Money received in the period and matched with receivables of the "
        "customer, as booked on the bank. Credit notes, write-offs and cash "
        "discounts are not money; what was paid back or returned by the bank is "
        "deducted.",
    )
    due_amount = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Amount behind the Averages",
        readonly=True,
        help="Amount paid or written off in the period, or open and overdue. Days late "
        "and the on-time share are averages over this amount.",
    )
    days_late = FloatFigure(
        groups=PAYMENT_GROUP,
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("due_amount",),
        help="Days between due date and payment, weighted by amount. Early payments "
        "count as negative. Open overdue amounts count up to the evaluation "
        "date, written-off amounts up to the write-off.",
    )
    on_time_share = FloatFigure(
        groups=PAYMENT_GROUP,
        string="Paid on Time",
        readonly=True,
        aggregator="avg",
        weight=("due_amount",),
        help="Share of the amounts due that was paid by the due date.",
    )
    days_to_pay = FloatFigure(
        groups=PAYMENT_GROUP,
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("due_amount", "-overdue_amount", "-written_off"),
        help="Days between invoice and payment, weighted by amount.",
    )
    prepaid_share = FloatFigure(
        groups=PAYMENT_GROUP,
        string="Prepaid",
        readonly=True,
        aggregator="avg",
        weight=("due_amount", "-overdue_amount", "-written_off"),
        help="Share of what was paid that was paid on or before the invoice date.",
    )
    overdue_amount = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Overdue",
        readonly=True,
        help="Amount still open after its due date, on the evaluation date.",
    )
    oldest_overdue = fields.Date(
        groups=PAYMENT_GROUP,
        string="Overdue Since",
        readonly=True,
        help="The oldest due date that has not been paid yet.",
    )
    overdue_to_30 = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Overdue 1–30 Days",
        readonly=True,
        help="Amount overdue for at most 30 days.",
    )
    overdue_to_60 = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Overdue 31–60 Days",
        readonly=True,
        help="Amount overdue for 31 to 60 days.",
    )
    overdue_to_90 = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Overdue 61–90 Days",
        readonly=True,
        help="Amount overdue for 61 to 90 days.",
    )
    overdue_over_90 = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Overdue over 90 Days",
        readonly=True,
        help="Amount overdue for more than 90 days.",
    )
    not_due_amount = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Not Yet Due",
        readonly=True,
        help="Amount open on the evaluation date whose due date has not passed.",
    )
    written_off = MonetaryFigure(
        groups=PAYMENT_GROUP,
        readonly=True,
        help="Receivables of the customer that were written off as a loss in the "
        "period. They count as late until the write-off.",
    )
    terms_days = FloatFigure(
        groups=PAYMENT_GROUP,
        string="Payment Terms (days)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        weight=("net_revenue",),
        help="Days of payment terms granted on the invoices of the period, weighted "
        "by amount.",
    )
    unmatched_money = MonetaryFigure(
        groups=PAYMENT_GROUP,
        readonly=True,
        help="Money received but not matched with any invoice yet. Not included in "
        "“Collected”.",
    )
    open_credits = MonetaryFigure(
        groups=PAYMENT_GROUP,
        string="Open Credit Notes",
        readonly=True,
        help="Credit notes and other credits that are neither used nor paid back on "
        "the evaluation date.",
    )
    unposted_payments = MonetaryFigure(
        groups=PAYMENT_GROUP,
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
            *payment.CREDIT_COLUMNS,
            payment.UNPOSTED_PAYMENTS,
        )
        # of interest to the bridge from the bank alone
        names = [c.name for c in columns if c != payment.WAITING_MONEY]
        return [*super()._published_fields(), *names]
