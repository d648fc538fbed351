"""The web shop of a store: its website, and its orders with their invoices."""

from odoo import fields

from .online import build


def open_shop(env, company, buyers, products):
    """Twelve months of online trade of ``company``, invoiced on the days of the orders.

    :return: `online.Built`
    """
    website = env["website"].create({"name": company.name, "company_id": company.id})
    built = build(env, website, buyers, products, fields.Date.context_today(website))
    for order in built.orders:
        invoice = order._create_invoices()
        invoice.invoice_date = order.date_order.date()
    built.orders.invoice_ids.action_post()
    return built
