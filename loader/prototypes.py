"""One document of each kind, created by Odoo, as a prototype for all others.

A posted invoice has about 80 columns and its lines have 60, and more with every
installed module. The loader knows the columns that differ from document to document
(``statements``). It takes all others from a prototype that the ORM creates and posts in
a savepoint, so the loaded rows also have the defaults of every module. The savepoint is
rolled back, so no prototype stays.
"""

from dataclasses import dataclass

import odoo.init  # noqa: F401  patches Python as the server does
from odoo import Command, fields
from odoo.tools import SQL

from loader.errors import LoadError
from loader.numbering import NameFormat, name_format

INVOICE, REFUND, PAYMENT, EXCHANGE = "invoice", "refund", "payment", "exchange"
AMOUNT = 100.0


@dataclass(frozen=True)
class Profile:
    """What depends on the country of the customer."""

    country_id: int | None
    partner: dict
    fiscal_position_id: int | None
    income_account_id: int
    receivable_account_id: int


@dataclass(frozen=True)
class Prototypes:
    """Rows to copy, formats of names, and the accounts and journals in use.

    moves: {kind: row}; lines: {(kind, role): row} with the roles "product" and
    "term" of documents, "liquidity" and "receivable" of payments, "receivable"
    and "difference" of exchange entries; a row is {column: value}, JSON-like.
    """

    moves: dict
    lines: dict
    formats: dict[str, NameFormat]
    journals: dict[str, int]
    profiles: dict
    gain_account_id: int | None
    loss_account_id: int | None
    exchange_dates: dict


class _Undo(Exception):
    """Leaves the savepoint and undoes everything in it."""


def make_prototypes(env, company, country_ids, foreign=None, payment_days=()):
    """Let Odoo create one document of each kind, read the rows, and undo it.

    :param env: Odoo environment, inside any transaction
    :param company: ``res.company`` with a chart of accounts
    :param country_ids: ids of the customers' countries (None = no country)
    :param foreign: a foreign currency of the documents, if there is one
    :param payment_days: dates on which a foreign payment can cause an exchange entry
    :return: Prototypes
    :raises LoadError: a journal or an account is missing
    """
    made = []
    try:
        with env.cr.savepoint():
            made.append(_Maker(env, company).make(country_ids, foreign, payment_days))
            raise _Undo
    except _Undo:
        env.invalidate_all()
    return made[0]


class _Maker:
    def __init__(self, env, company):
        quiet = {
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_notrack": True,
            "allowed_company_ids": company.ids,
        }
        self.env = env(context={**env.context, **quiet})
        self.company = company.with_env(self.env)
        self.sale = self._journal("sale", "Sales")
        self.bank = self._journal("bank", "Bank")
        self.today = fields.Date.context_today(self.company)

    def _journal(self, kind, label):
        journal = self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )
        if not journal or not journal.default_account_id:
            raise LoadError(
                f"The company {self.company.name} has no {label} journal with a "
                "default account; create one in Accounting → Configuration → Journals."
            )
        return journal

    def make(self, country_ids, foreign, payment_days):
        moves = {
            INVOICE: self._document("out_invoice", self._partner()),
            REFUND: self._document("out_refund", self._partner()),
        }
        moves[PAYMENT] = self._payment(moves[INVOICE], self.today)
        exchange = self.company.currency_exchange_journal_id
        journals = {
            INVOICE: self.sale.id,
            REFUND: self.sale.id,
            PAYMENT: self.bank.id,
            EXCHANGE: exchange.id,
        }
        exchange_dates = {}
        if foreign:
            moves[EXCHANGE] = self._exchange(foreign)
            exchange_dates = {
                day: exchange.with_context(move_date=day).accounting_date
                for day in payment_days
            }
        self.env.flush_all()
        return Prototypes(
            moves={
                kind: self._row("account_move", move) for kind, move in moves.items()
            },
            lines={
                (kind, role): self._row("account_move_line", line)
                for kind, move in moves.items()
                for role, line in self._lines(kind, move)
            },
            formats={kind: name_format(move) for kind, move in moves.items()},
            journals=journals,
            profiles={
                country_id: self._profile(country_id) for country_id in country_ids
            },
            gain_account_id=self.company.income_currency_exchange_account_id.id,
            loss_account_id=self.company.expense_currency_exchange_account_id.id,
            exchange_dates=exchange_dates,
        )

    def _partner(self, country_id=None):
        return self.env["res.partner"].create(
            {"name": "Prototype", "is_company": True, "country_id": country_id or False}
        )

    def _document(self, move_type, partner, currency=None, day=None):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "journal_id": self.sale.id,
                "invoice_date": day or self.today,
                "invoice_date_due": day or self.today,
                "currency_id": (currency or self.company.currency_id).id,
                # The history does not contain the salesperson.
                "invoice_user_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Prototype",
                            "price_unit": AMOUNT,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        # Otherwise, a second posting for the same partner would add a task to the
        # post-commit queue of the cursor, for a partner that will not exist.
        partner.customer_rank = 0
        return move

    def _payment(self, document, day):
        receivable = document.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        partner, currency = document.partner_id, document.currency_id
        balance = currency._convert(AMOUNT, self.company.currency_id, self.company, day)
        common = {
            "partner_id": partner.id,
            "currency_id": currency.id,
            "name": "Prototype",
        }
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.bank.id,
                "date": day,
                "partner_id": partner.id,
                "currency_id": currency.id,
                "line_ids": [
                    Command.create(
                        {
                            **common,
                            "account_id": self.bank.default_account_id.id,
                            "amount_currency": AMOUNT,
                            "balance": balance,
                        }
                    ),
                    Command.create(
                        {
                            **common,
                            "account_id": receivable.account_id.id,
                            "amount_currency": -AMOUNT,
                            "balance": -balance,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        partner.customer_rank = 0
        return move

    def _exchange(self, foreign):
        """Create an exchange entry by paying an invoice at another rate."""
        if not self.company.currency_exchange_journal_id:
            raise LoadError(
                f"The company {self.company.name} has no journal for exchange "
                "differences; choose one in Accounting → Configuration → Settings."
            )
        rates = self.env["res.currency.rate"]
        rates.search([("currency_id", "=", foreign.id)]).unlink()
        before = fields.Date.subtract(self.today, days=1)
        foreign.active = True
        for day, rate in ((before, 2.0), (self.today, 1.0)):
            rates.create(
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": foreign.id,
                    "company_id": self.company.root_id.id,
                }
            )
        document = self._document("out_invoice", self._partner(), foreign, before)
        payment = self._payment(document, self.today)
        both = document.line_ids + payment.line_ids
        both.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        move = (
            both.matched_debit_ids.exchange_move_id
            | both.matched_credit_ids.exchange_move_id
        )
        move.line_ids.partner_id.customer_rank = 0
        return move

    def _lines(self, kind, move):
        if kind in (INVOICE, REFUND):
            names = {"product": "product", "payment_term": "term"}
            return [(names[line.display_type], line) for line in move.line_ids]
        other = "liquidity" if kind == PAYMENT else "difference"
        return [
            (
                "receivable"
                if line.account_id.account_type == "asset_receivable"
                else other,
                line,
            )
            for line in move.line_ids
        ]

    def _profile(self, country_id):
        partner = self._partner(country_id)
        position = self.env["account.fiscal.position"]._get_fiscal_position(partner)
        receivable = partner.property_account_receivable_id
        if not receivable:
            raise LoadError(
                f"The company {self.company.name} has no receivable account for "
                "customers; choose one in Accounting → Configuration → Settings."
            )
        self.env.flush_all()
        return Profile(
            country_id=country_id,
            partner=self._row("res_partner", partner),
            fiscal_position_id=position.id or None,
            income_account_id=position.map_account(self.sale.default_account_id).id,
            receivable_account_id=position.map_account(receivable).id,
        )

    def _row(self, table, record):
        self.env.cr.execute(
            SQL(
                "SELECT to_jsonb(t) FROM %s t WHERE id = %s",
                SQL.identifier(table),
                record.id,
            )
        )
        return self.env.cr.fetchone()[0]
