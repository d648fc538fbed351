"""Payments: bank entries, matched with the invoices they pay in one step.

There is one bank entry per customer, day and currency, as on a bank statement.
Customers who pay by monthly statement settle several invoices at once. Most payments
are journal entries, because payment records take ten times as long; there are only a
few payment records from the last days.
"""

import datetime
from collections import defaultdict

from odoo import Command

from .documents import create_and_post

# Special bank entries, by their number among those that settle invoices in full.
WRITE_OFFS = (40, 120, 260, 410)
UNMATCHED = 3
RECENT_FORMS = 6


def create_payments(base, deals):
    env = base.env
    receivables = {deal.invoice.id: _receivable(deal.invoice) for deal in deals}
    forms = _pay_by_form(base, deals)
    batches = _collect(base, [deal for deal in deals if deal not in forms])
    entries = _post_entries(base, batches)
    # Credit notes were matched with their invoices when they were posted.
    plan = []
    for (invoices, _rows), entry in zip(batches, entries, strict=True):
        lines = entry.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        for invoice in invoices:
            lines |= receivables[invoice.id]
        plan.append(lines)
    env["account.move.line"]._reconcile_plan(plan)
    _post_unmatched(base, deals)


def _receivable(move):
    return move.line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    )


def _collect(base, deals):
    """Return [(invoices, values of the bank entry)] by date."""
    due = defaultdict(list)
    for deal in deals:
        currency = deal.invoice.currency_id
        open_amount = deal.invoice.amount_total - deal.refund.amount_total
        rest = open_amount
        for date, share in deal.purchase.payments:
            amount = min(rest, currency.round(open_amount * share))
            if share == 1.0:
                amount = rest
            if currency.is_zero(amount):
                continue
            rest -= amount
            # Instalments are separate: each pays what the one before left open.
            key = (date, deal.party.number, currency, share == 1.0)
            due[key].append((deal.invoice, amount))
    batches = []
    for number, (key, rows) in enumerate(
        sorted(due.items(), key=lambda item: item[0][:2])
    ):
        invoices = [invoice for invoice, _amount in rows]
        amount = key[2].round(sum(amount for _invoice, amount in rows))
        short = number in WRITE_OFFS and key[3]
        batches.append((invoices, _bank_entry(base, key, invoices, amount, short)))
    return batches


def _bank_entry(base, key, invoices, amount, short=False):
    date, _number, currency, _full = key
    company = base.company
    # If a customer keeps back 2 %, the payment is 98 % and the rest is written off.
    kept = currency.round(amount * 0.02) if short else 0.0

    def balance(value):
        return currency._convert(value, company.currency_id, company, date)

    invoice = invoices[0]
    rows = [
        (base.bank.default_account_id, amount - kept),
        (_receivable(invoice).account_id[:1], -amount),
    ]
    if kept:
        rows.append((_write_off_account(base), kept))
    balances = [balance(value) for _account, value in rows]
    # Rounding differences go to the bank line, so that the entry is balanced.
    balances[0] -= sum(balances)
    return {
        "move_type": "entry",
        "journal_id": base.bank.id,
        "date": date,
        "ref": ", ".join(invoice.name for invoice in invoices[:4]),
        "partner_id": invoice.commercial_partner_id.id,
        "line_ids": [
            Command.create(
                {
                    "account_id": account.id,
                    "partner_id": invoice.commercial_partner_id.id,
                    "name": "Customer payment" if i < 2 else "Kept back, written off",
                    "analytic_distribution": False,
                    "currency_id": currency.id,
                    "amount_currency": value,
                    "balance": company.currency_id.round(balances[i]),
                }
            )
            for i, (account, value) in enumerate(rows)
        ],
    }


def _post_entries(base, batches):
    return create_and_post(base.env, [values for _invoices, values in batches])


def _write_off_account(base):
    account = base.company.account_journal_early_pay_discount_loss_account_id
    return account or base.env["account.account"].search(
        [
            ("account_type", "=", "expense"),
            ("company_ids", "in", base.company.ids),
        ],
        limit=1,
    )


def _pay_by_form(base, deals):
    """Payments registered in the last days that are not on a bank statement yet.

    Half of them are on the account of outstanding receipts. Payments by card terminal
    have no journal entry, as usual with Odoo's accounting app.
    """
    recent = [
        deal
        for deal in reversed(deals)
        if deal.purchase.payments
        and deal.purchase.payments[0][1] == 1.0
        and not deal.refund
        and (base.today - deal.purchase.payments[0][0]).days <= 9
        and deal.purchase.channel != "receipt"
    ][:RECENT_FORMS]
    by_transfer = base.bank.inbound_payment_method_line_ids[:1]
    by_card = by_transfer.create(
        {
            "name": "Card terminal",
            "journal_id": base.bank.id,
            "payment_method_id": by_transfer.payment_method_id.id,
        }
    )
    payments = base.env["account.payment"].create(
        [
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": deal.invoice.commercial_partner_id.id,
                "amount": deal.invoice.amount_total,
                "currency_id": deal.invoice.currency_id.id,
                "date": deal.purchase.payments[0][0],
                "journal_id": base.bank.id,
                "payment_method_line_id": (by_card if i % 2 else by_transfer).id,
                "memo": deal.invoice.name,
                "invoice_ids": [Command.set(deal.invoice.ids)],
            }
            for i, deal in enumerate(recent)
        ]
    )
    payments.filtered(
        lambda payment: payment.payment_method_line_id == by_card
    ).outstanding_account_id = False
    payments.action_post()
    base.env["account.move.line"]._reconcile_plan(
        [
            _receivable(deal.invoice) | _receivable(payment.move_id)
            for deal, payment in zip(recent, payments, strict=True)
            if payment.move_id
        ]
    )
    return recent


def _post_unmatched(base, deals):
    """Payments of the last weeks that are not matched with an invoice yet."""
    open_deals = [deal for deal in deals if deal.invoice.payment_state == "not_paid"]
    batches = []
    for i, deal in enumerate(open_deals[-UNMATCHED:]):
        date = base.today - datetime.timedelta(4 * i + 3)
        key = (date, deal.party.number, deal.invoice.currency_id, True)
        amount = deal.invoice.currency_id.round(deal.invoice.amount_total * 0.9)
        values = _bank_entry(base, key, [deal.invoice], amount)
        batches.append(([], values | {"ref": "Transfer without a reference"}))
    _post_entries(base, batches)
