from dataclasses import replace
from functools import partial

from odoo import api, models

from odoo.addons.customer_tiering.classification.window import Window

from ..wizards.customer_tier_till_sale import EVERY, PURCHASES, REFUNDS, SOLD

TYPE = "customer_tiering_point_of_sale.customer_tier_till_sale_action"


def _period(documents):
    return documents.period


def _last_day(documents):
    day = documents.standing.last_purchase or documents.as_of
    return Window(day, day)


def _ever(documents):
    return Window(documents.standing.first_purchase or documents.as_of, documents.as_of)


# kind of documents -> (the days, which of them)
SALES = {
    "revenue": (_period, EVERY),
    "revenue_by_month": (_period, EVERY),
    "invoices_sold": (_period, SOLD),
    "refunds": (_period, REFUNDS),
    "previous_period": (lambda documents: documents.period.before(), EVERY),
    "both_periods": (lambda documents: documents.both_periods(), EVERY),
    "purchases": (_period, PURCHASES),
    "last_purchase": (_last_day, PURCHASES),
    "all_purchases": (_ever, PURCHASES),
}
ITEMS = ("revenue_items", "products")


def open_sales(original, days, which, documents):
    """Invoices and till orders in one list; only invoices if there is no till order."""
    action = original(documents)
    sales = documents.env["customer.tier.till.sale"]
    if not sales.has_access("read"):
        return action
    rows = sales._fill(documents.standing, days(documents), which)
    moves = rows.sudo().move_id.with_env(documents.env)
    if not rows or moves._filtered_access("read") != moves:
        return action
    title = action["display_name"]
    return documents._list_lines(TYPE, title, rows) | {"display_name": title}


def open_lines(original, documents):
    """Journal items have no customer for what was sold at tills; its lines have."""
    action = original(documents)
    listed = documents.list_margin("", documents.period)
    lines = documents.env["customer.tier.sales.line"].search(listed["domain"])
    if not lines.sudo().pos_order_id:
        return action
    return listed | {"display_name": action["display_name"]}


class CustomerTierStanding(models.Model):
    _inherit = "customer.tier.standing"

    @api.model
    def _openers(self):
        openers = super()._openers()
        for kind, (days, which) in SALES.items():
            opener = openers[kind]
            openers[kind] = replace(
                opener, open=partial(open_sales, opener.open, days, which)
            )
        for kind in ITEMS:
            opener = openers[kind]
            openers[kind] = replace(opener, open=partial(open_lines, opener.open))
        return openers
