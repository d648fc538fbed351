"""Orders, invoices and credit notes of the planned purchases.

Lines say that they have no analytic distribution: looking one up takes a query a line.
"""

import datetime
from dataclasses import dataclass

from odoo import Command


@dataclass(eq=False)
class Deal:
    """One purchase with its posted documents."""

    party: object
    purchase: object
    invoice: object
    refund: object


def create_documents(base, parties, records):
    """Create and post everything the parties bought; return the deals by date."""
    bought = sorted(
        ((party, purchase) for party in parties for purchase in party.purchases),
        key=lambda row: (row[1].date, row[0].number),
    )
    orders = _create_orders(base, bought, records)
    # In the order of their dates, so that the numbers are in that order too.
    invoices = create_and_post(
        base.env,
        [
            _from_order(orders[i], purchase)
            if i in orders
            else _direct(base, party, purchase, records[party.number])
            for i, (party, purchase) in enumerate(bought)
        ],
    )
    deals = [
        Deal(party, purchase, invoice, base.env["account.move"])
        for (party, purchase), invoice in zip(bought, invoices, strict=True)
    ]
    _create_refunds(base, deals)
    return deals


def create_and_post(env, rows):
    """Create and post in one batch: in batches of a hundred it takes twice as long."""
    _number(env, rows)
    moves = env["account.move"]
    # The lines of an entry are whole; an invoice gets those of taxes and terms
    whole = all(row["move_type"] == "entry" for row in rows)
    created = moves.with_context(skip_invoice_sync=whole).create(rows)
    # Nothing of what posting sets changes a line
    created.with_context(skip_invoice_sync=True)._post(soft=False)
    return moves.browse(created.ids)


def _number(env, rows):
    """Name the journal and the number that posting would find, entry for entry.

    It would read the last number of the journal once per entry; once per journal and
    year is enough.
    """
    journals, series = {}, {}
    for row in sorted(rows, key=_day):
        kind, day = row["move_type"], _day(row)
        if not row.get("journal_id"):
            if kind not in journals:
                journals[kind] = env["account.move"].new({"move_type": kind}).journal_id
            row["journal_id"] = journals[kind].id
        key = (row["journal_id"], kind.endswith("refund"))
        first, last, pattern, parts = series.get(key, (day, None, None, None))
        if not last or not first <= day <= last:
            # The one before is not in the database yet, but of another year
            move = env["account.move"].new(
                {"move_type": kind, "journal_id": row["journal_id"], "date": day}
            )
            pattern, parts = move._get_next_sequence_format()
            reset = move._deduce_sequence_number_reset(pattern.format(**parts))
            first, last, *_rest = move._get_sequence_date_range(reset)
        parts["seq"] += 1
        series[key] = (first, last, pattern, parts)
        row["name"] = pattern.format(**parts)


def _day(row):
    return row.get("date") or row["invoice_date"]


def order_values(base, party, records, date, lines, by_contact=False):
    """Values of an order or quotation; prices come from the price list."""
    partner = records.partner
    if by_contact and records.buyers:
        partner = records.buyers[date.day % len(records.buyers)]
    user = base.users.get(party.salesperson)
    taxes = _taxes(base, party)
    return {
        "partner_id": partner.id,
        "partner_invoice_id": records.invoice_to.id,
        "date_order": datetime.datetime.combine(date, datetime.time(14, date.day)),
        "user_id": user.id if user else base.users["tomas"].id,
        "team_id": base.teams[party.team].id,
        "pricelist_id": base.pricelists.get(party.currency, base.pricelists[""]).id,
        "payment_term_id": base.terms[party.term].id,
        "order_line": [
            Command.create(
                {
                    "product_id": base.products[product].id,
                    "product_uom_qty": quantity,
                    "analytic_distribution": False,
                    "discount": party.discount,
                    "tax_ids": taxes,
                }
            )
            for product, quantity in lines
        ],
    }


def confirm(orders):
    """Confirm as a user would, but on the day of the order."""
    dates = [order.date_order for order in orders]
    orders.action_confirm()
    for order, date in zip(orders, dates, strict=True):
        order.date_order = date


def _taxes(base, party):
    # Resellers, public bodies and foreign customers buy without sales tax.
    tax = base.company.account_sale_tax_id if party.taxed else base.env["account.tax"]
    return [Command.set(tax.ids)]


def _create_orders(base, bought, records):
    """Return the confirmed orders by the position of their purchase."""
    places = [i for i, (_party, p) in enumerate(bought) if p.channel == "order"]
    rows = []
    for i in places:
        party, purchase = bought[i]
        day = purchase.date - datetime.timedelta(purchase.delay)
        rows.append(
            order_values(
                base,
                party,
                records[party.number],
                day,
                purchase.lines,
                purchase.by_contact,
            )
        )
    orders = base.env["sale.order"].create(rows)
    confirm(orders)
    return dict(zip(places, orders, strict=True))


def _from_order(order, purchase):
    lines = [
        Command.create(line._prepare_invoice_line(analytic_distribution=False))
        for line in order.order_line
    ]
    return {
        **order._prepare_invoice(),
        "invoice_date": purchase.date,
        "invoice_line_ids": lines,
    }


def _direct(base, party, purchase, records):
    """An invoice without an order: counter sale or telephone order."""
    user = base.users.get(party.salesperson)
    currency = base.pricelists.get(party.currency, base.pricelists[""]).currency_id
    receipt = purchase.channel == "receipt"
    return {
        "move_type": "out_receipt" if receipt else "out_invoice",
        "partner_id": records.invoice_to.id,
        "invoice_date": purchase.date,
        "currency_id": currency.id,
        "invoice_user_id": user.id if user else False,
        "team_id": base.teams[party.team].id,
        "invoice_payment_term_id": base.terms[party.term].id,
        "invoice_line_ids": [
            Command.create(
                {
                    "product_id": base.products[product].id,
                    "analytic_distribution": False,
                    "quantity": quantity,
                    "price_unit": base.price(product, party.currency),
                    "discount": party.discount,
                    "tax_ids": _taxes(base, party),
                }
            )
            for product, quantity in purchase.lines
        ],
    }


def _create_refunds(base, deals):
    returned = [deal for deal in deals if deal.purchase.refund]
    refunds = create_and_post(base.env, [_refund_values(deal) for deal in returned])
    for deal, refund in zip(returned, refunds, strict=True):
        deal.refund = refund


def _refund_values(deal):
    invoice = deal.invoice
    date, share = deal.purchase.refund
    lines = invoice.invoice_line_ids
    # Part of a delivery comes back as part of its first line.
    returned = lines if share == 1.0 else lines[:1]
    return {
        "move_type": "out_refund",
        "partner_id": invoice.partner_id.id,
        "reversed_entry_id": invoice.id,
        "invoice_date": date,
        "ref": f"Return of {invoice.name}",
        "currency_id": invoice.currency_id.id,
        "invoice_user_id": invoice.invoice_user_id.id,
        "team_id": invoice.team_id.id,
        "invoice_line_ids": [
            Command.create(
                {
                    "product_id": line.product_id.id,
                    "analytic_distribution": False,
                    "quantity": max(1, round(line.quantity * share)),
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                    "sale_line_ids": [Command.set(line.sale_line_ids.ids)],
                }
            )
            for line in returned
        ],
    }
