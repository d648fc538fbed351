"""One function per kind of documents: what is behind a figure.

Each takes a `documents.Documents` and returns an action. The kinds are the values of
``customer.tier.metric.documents``.
"""

from odoo.fields import Domain
from odoo.tools import format_date

from ...classification.window import Window
from ..collector.document_types import PURCHASE_TYPES
from .documents import Opener

# ---------------------------------------------------------------- sales


def revenue(documents):
    """The invoices and refunds that add up to the net revenue, to the cent."""
    return documents.list_moves(
        documents.env._("Net revenue of %s", documents.customer.name),
        documents.sales(documents.period),
    )


def revenue_by_month(documents):
    """The same by month: one month is the weakest, one the latest."""
    return documents.list_moves(
        documents.env._("Net revenue of %s", documents.customer.name),
        documents.sales(documents.period),
        group_by=[f"{documents.scheme.date_basis}:month"],
    )


def revenue_items(documents):
    """The journal items of the net revenue; minus their balance is the figure."""
    return documents.list_sold(
        documents.env._("Net revenue of %s", documents.customer.name),
        documents.period,
    )


def invoices(documents):
    return documents.list_moves(
        documents.env._("Invoices of %s", documents.customer.name),
        documents.sales(documents.period, PURCHASE_TYPES),
    )


def invoices_sold(documents):
    """The invoices that no correction took back."""
    return documents.list_moves(
        documents.env._("Invoices of %s", documents.customer.name),
        documents.uncorrected(documents.period, PURCHASE_TYPES),
    )


def refunds(documents):
    """The refunds that return something: those of corrections do not."""
    return documents.list_moves(
        documents.env._("Refunds of %s", documents.customer.name),
        documents.uncorrected(documents.period, ["out_refund"]),
    )


def previous_period(documents):
    return documents.list_moves(
        documents.env._("Previous period of %s", documents.customer.name),
        documents.sales(documents.period.before()),
    )


def both_periods(documents):
    return documents.list_moves(
        documents.env._("This and the previous period of %s", documents.customer.name),
        documents.sales(documents.both_periods()),
    )


def products(documents):
    return documents.list_sold(
        documents.env._("Products sold to %s", documents.customer.name),
        documents.period,
    )


def margin(documents):
    """The lines sold, each with cost and margin."""
    return documents.list_margin(
        documents.env._("Gross margin of %s", documents.customer.name),
        documents.period,
    )


def cost_known(documents):
    """The same, with the amounts whose cost is known."""
    return documents.list_margin(
        documents.env._("Cost known of %s", documents.customer.name),
        documents.period,
        tier_cost_known=True,
    )


def products_long(documents):
    """Those of the years over which the scheme adds up the long-term margin."""
    return documents.list_margin(
        documents.env._("Long-term margin of %s", documents.customer.name),
        Window.of_months(documents.as_of, 12 * documents.scheme.long_years),
    )


def discounts(documents):
    """Refunded lines and lines with a discount."""
    return documents.list_discounts(
        documents.env._("Refunds and discounts of %s", documents.customer.name),
        documents.period,
    )


# ---------------------------------------------------------------- purchases


def purchases(documents):
    period = documents.period
    return documents.list_purchases(period.first, period.last)


def last_purchase(documents):
    """Every purchase of the last day on which there was one."""
    day = documents.standing.last_purchase or documents.as_of
    return documents.list_purchases(day, day)


def all_purchases(documents):
    """Every purchase ever: the days between them are the rhythm."""
    first = documents.standing.first_purchase or documents.as_of
    return documents.list_purchases(first, documents.as_of)


def orders(documents):
    return documents.list_orders(
        documents.env._("Orders of %s", documents.customer.name),
        Domain("date_order", ">=", documents.midnight(documents.period.first)),
    )


def open_orders(documents):
    return documents.list_orders(
        documents.env._("Orders of %s not yet invoiced", documents.customer.name),
        Domain("invoice_status", "!=", "invoiced"),
    )


# ---------------------------------------------------------------- money


def collected(documents):
    """The matches of invoices with money; their amounts add up to the figure."""
    return documents.list_payments(
        documents.env._("Collected from %s", documents.customer.name),
        ("kind", "=", "collected"),
    )


def days_late(documents):
    """What was paid and what is overdue, each with its days."""
    return documents.list_payments(
        documents.env._("Days late of %s", documents.customer.name),
        ("weighs", "=", True),
    )


def overdue(documents):
    """The instalments that are open and overdue."""
    return documents.list_payments(
        documents.env._(
            "Overdue of %(customer)s on %(day)s",
            customer=documents.customer.name,
            day=format_date(documents.env, documents.as_of),
        ),
        ("kind", "=", "overdue"),
    )


def not_due(documents):
    """The instalments that are open and not late yet."""
    return documents.list_payments(
        documents.env._("Not yet due of %s", documents.customer.name),
        ("kind", "=", "not_due"),
    )


def written_off(documents):
    """What entries wrote off as a loss."""
    return documents.list_payments(
        documents.env._("Written off of %s", documents.customer.name),
        ("kind", "=", "written_off"),
    )


def open_credits(documents):
    """Credit notes and other credits that are open."""
    return documents.list_payments(
        documents.env._("Open credit notes of %s", documents.customer.name),
        ("kind", "=", "credit"),
    )


def unmatched(documents):
    """Money that settles nothing yet."""
    return documents.list_payments(
        documents.env._("Money from %s not matched yet", documents.customer.name),
        ("kind", "=", "unmatched"),
    )


def unposted(documents):
    """Payments without a journal entry."""
    return documents.list_by(
        "customer_tiering.account_payment_action_evidence",
        documents.env._("Payments of %s without an entry", documents.customer.name),
        Domain("move_id", "=", False)
        & Domain("partner_type", "=", "customer")
        & Domain("state", "in", ("in_process", "paid"))
        & Domain("date", "<=", documents.as_of)
        & documents.of_scheme()
        & documents.own(),
    )


# ---------------------------------------------------------------- people


def referred(documents):
    """Whoever names the customer, or one of their contacts, as their referrer."""
    return documents.list_people(
        documents.env._("Customers referred by %s", documents.customer.name),
        # child_of on a link among contacts would follow that very link
        Domain(
            "customer_tier_referrer_id",
            "any",
            Domain("id", "child_of", documents.customer.id),
        ),
    )


def influence(documents):
    """The customer and their contacts, where somebody has entered an influence."""
    return documents.list_people(
        documents.env._("Influence of %s", documents.customer.name),
        Domain("id", "child_of", documents.customer.id)
        & (
            Domain("customer_tier_influence_type", "!=", False)
            | Domain("customer_tier_influence_reach", ">", 0)
        ),
    )


# what is listed decides who opens it: whoever may not read it sees the figure as text
ITEMS = "account.move.line"
SOLD = "customer.tier.sales.line"
MONEY = "customer.tier.payment.line"
PEOPLE = "res.partner"

OPENERS = {
    "revenue": Opener(revenue),
    "revenue_by_month": Opener(revenue_by_month),
    "revenue_items": Opener(revenue_items, ITEMS),
    "invoices": Opener(invoices),
    "invoices_sold": Opener(invoices_sold),
    "refunds": Opener(refunds),
    "previous_period": Opener(previous_period),
    "both_periods": Opener(both_periods),
    "products": Opener(products, ITEMS),
    "margin": Opener(margin, SOLD),
    "cost_known": Opener(cost_known, SOLD),
    "products_long": Opener(products_long, SOLD),
    "discounts": Opener(discounts, SOLD),
    "purchases": Opener(purchases),
    "last_purchase": Opener(last_purchase),
    "all_purchases": Opener(all_purchases),
    "orders": Opener(orders, "sale.order"),
    "open_orders": Opener(open_orders, "sale.order"),
    "collected": Opener(collected, MONEY),
    "days_late": Opener(days_late, MONEY),
    "overdue": Opener(overdue, MONEY),
    "not_due": Opener(not_due, MONEY),
    "written_off": Opener(written_off, MONEY),
    "open_credits": Opener(open_credits, MONEY),
    "unmatched": Opener(unmatched, MONEY),
    "unposted": Opener(unposted, "account.payment"),
    "referred": Opener(referred, PEOPLE),
    "influence": Opener(influence, PEOPLE),
}
