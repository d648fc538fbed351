"""The same documents by Odoo's own ORM, as a user would enter them."""

import odoo.init  # noqa: F401 (makes odoo.Command, as the server does)
from odoo import Command


def post_document(env, company, partner, date, due_date, currency, ref, lines):
    """Create and post an invoice (or a refund, if ``lines`` sum up below zero).

    :param lines: [(label, amount in ``currency``)]
    """
    sign = -1 if sum(amount for _label, amount in lines) < 0 else 1
    move = env["account.move"].create(
        {
            "move_type": "out_refund" if sign < 0 else "out_invoice",
            "partner_id": partner.id,
            "invoice_date": date,
            "invoice_date_due": due_date,
            "currency_id": currency.id,
            "ref": ref,
            "invoice_user_id": False,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": label,
                        "price_unit": sign * amount,
                        "tax_ids": [Command.clear()],
                    }
                )
                for label, amount in lines
            ],
        }
    )
    move.action_post()
    return move


def post_payment(env, company, document, date, amount):
    """Post a bank entry of ``amount`` (document currency) and reconcile it."""
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    receivable = document.line_ids.filtered(
        lambda line: line.display_type == "payment_term"
    )
    sign = 1 if document.move_type == "out_invoice" else -1
    currency = document.currency_id
    balance = currency._convert(amount, company.currency_id, company, date)
    common = {
        "partner_id": document.commercial_partner_id.id,
        "currency_id": currency.id,
        "name": document.name,
    }
    entry = env["account.move"].create(
        {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": date,
            "ref": document.name,
            "partner_id": document.commercial_partner_id.id,
            "currency_id": currency.id,
            "line_ids": [
                Command.create(
                    {
                        **common,
                        "account_id": journal.default_account_id.id,
                        "amount_currency": sign * amount,
                        "balance": sign * balance,
                    }
                ),
                Command.create(
                    {
                        **common,
                        "account_id": receivable.account_id.id,
                        "amount_currency": -sign * amount,
                        "balance": -sign * balance,
                    }
                ),
            ],
        }
    )
    entry.action_post()
    counterpart = entry.line_ids.filtered(
        lambda line: line.account_id == receivable.account_id
    )
    (receivable + counterpart).filtered(lambda line: not line.reconciled).reconcile()
    return entry
