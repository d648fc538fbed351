"""The web shop of a store: its website, and its orders with their invoices."""

from odoo import Command, fields

from .online import build

# who pays by bank transfer has not paid the newest orders yet
UNPAID = 3
MEMBER = "member"


def open_shop(env, company, buyers, products):
    """Twelve months of online trade of ``company``, on the website that there is.

    Orders are invoiced on their day, and paid on it but for the newest.

    :return: `online.Built`
    """
    website = env["website"].search([], limit=1)
    website.write({"name": company.name, "company_id": company.id})
    built = build(env, website, buyers, products, fields.Date.context_today(website))
    for order in built.orders:
        invoice = order._create_invoices()
        invoice.invoice_date = order.date_order.date()
    invoices = built.orders.invoice_ids
    invoices.action_post()
    _pay(invoices.sorted("invoice_date")[:-UNPAID])
    return built


def open_account(env, company):
    """Let the best customer of ``company`` log in to its website as `MEMBER`."""
    best = env["customer.tier.standing"].search(
        [("company_id", "=", company.id), ("rank", ">", 0)], order="rank, id", limit=1
    )
    partner = best.partner_id
    partner.email = partner.email or f"{MEMBER}@example.com"
    return env["res.users"].create(
        {
            "partner_id": partner.id,
            "login": MEMBER,
            "password": MEMBER,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )


def _pay(invoices):
    """Money on the bank account on the day of each of the ``invoices``."""
    bank = invoices.env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", invoices.company_id.id)], limit=1
    )
    entries = invoices.create([_bank_entry(bank, invoice) for invoice in invoices])
    entries.action_post()
    for invoice, entry in zip(invoices, entries, strict=True):
        owed = (invoice + entry).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        owed.reconcile()


def _bank_entry(bank, invoice):
    owed = invoice.line_ids.filtered(
        lambda line: line.account_type == "asset_receivable"
    )
    return {
        "move_type": "entry",
        "journal_id": bank.id,
        "date": invoice.invoice_date,
        "ref": invoice.name,
        "partner_id": invoice.commercial_partner_id.id,
        "line_ids": [
            Command.create(
                {
                    "account_id": account.id,
                    "partner_id": invoice.commercial_partner_id.id,
                    "name": "Paid online",
                    "balance": amount,
                }
            )
            for account, amount in (
                (bank.default_account_id, invoice.amount_total_signed),
                (owed.account_id, -invoice.amount_total_signed),
            )
        ],
    }
