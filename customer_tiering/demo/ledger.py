"""The rest of the books: suppliers, their bills, and rent for a sublet yard.

Suppliers are not customers, and rent is not revenue from customers. A classification
that reads the ledger must tell them apart.
"""

from dateutil.relativedelta import relativedelta

from odoo import Command

from .documents import create_and_post

SUPPLIERS = (
    ("Tannerby Steel Products Inc.", 0.22),
    ("Brockhaven Power Tools GmbH", 0.2),
    ("Quarrymoor Pumps Ltd", 0.12),
    ("Farrowgate Fasteners B.V.", 0.1),
    ("宁波砺川工具制造有限公司", 0.09),
    ("Ridgeholt Forwarding LLC", 0.04),
)
RENT = 2400.0


def create_ledger(base, deals):
    """Bills for six quarters with two thirds of the revenue; older ones are paid."""
    env = base.env
    suppliers = env["res.partner"].create(
        [
            {
                "name": name,
                "is_company": True,
                "supplier_rank": 1,
                "email": f"sales@supplier{i + 1}.example.com",
            }
            for i, (name, _share) in enumerate(SUPPLIERS)
        ]
    )
    revenue = sum(deal.invoice.amount_untaxed_signed for deal in deals)
    quarters = [base.today - relativedelta(months=3 * i, days=9) for i in range(6)]
    bills = create_and_post(
        env,
        [
            _bill(supplier, date, i, revenue / len(quarters) * share)
            for i, date in enumerate(reversed(quarters))
            for supplier, (_name, share) in zip(suppliers, SUPPLIERS, strict=True)
        ],
    )
    _pay_bills(base, bills.filtered(lambda bill: bill.invoice_date < quarters[0]))
    _book_rent(base, quarters)


def _bill(supplier, date, number, amount):
    return {
        "move_type": "in_invoice",
        "partner_id": supplier.id,
        "invoice_date": date,
        "date": date,
        "ref": f"S{supplier.id}-{number + 1:03d}",
        "invoice_line_ids": [
            Command.create(
                {
                    "name": "Goods by delivery notes",
                    "analytic_distribution": False,
                    "quantity": 1,
                    "price_unit": round(amount, 2),
                    "tax_ids": [Command.clear()],
                }
            )
        ],
    }


def _pay_bills(base, bills):
    payables = [
        bill.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        for bill in bills
    ]
    rows = [
        _entry(
            base.bank,
            min(bill.invoice_date + relativedelta(days=30), base.today),
            f"Payment of {bill.ref}",
            (payable.account_id, bill.amount_total),
            (base.bank.default_account_id, -bill.amount_total),
            bill.partner_id,
        )
        for bill, payable in zip(bills, payables, strict=True)
    ]
    entries = create_and_post(base.env, rows)
    base.env["account.move.line"]._reconcile_plan(
        [
            payable
            | entry.line_ids.filtered(
                lambda line, p=payable: line.account_id in p.account_id
            )
            for payable, entry in zip(payables, entries, strict=True)
        ]
    )


def _book_rent(base, quarters):
    income = base.env["account.account"].search(
        [
            ("account_type", "=", "income_other"),
            ("company_ids", "in", base.company.ids),
        ],
        limit=1,
    )
    if income:
        bank = base.bank.default_account_id
        create_and_post(
            base.env,
            [
                _entry(base.bank, date, "Rent, yard", (bank, RENT), (income, -RENT))
                for date in quarters
            ],
        )


def _entry(journal, date, text, debit, credit, partner=None):
    return {
        "move_type": "entry",
        "journal_id": journal.id,
        "date": date,
        "ref": text,
        "line_ids": [
            Command.create(
                {
                    "account_id": account.id,
                    "partner_id": partner.id if partner else False,
                    "name": text,
                    "analytic_distribution": False,
                    "balance": amount,
                }
            )
            for account, amount in (debit, credit)
        ],
    }
