from unittest.mock import patch

from odoo import Command
from odoo.tests import Form

from .common import AS_OF, TieringCase

METRICS = (
    "collected",
    "due_amount",
    "days_late",
    "on_time_share",
    "days_to_pay",
    "prepaid_share",
    "overdue_amount",
    "overdue_days",
    "terms_days",
    "not_due_amount",
    "written_off",
    "open_credits",
    "unmatched_money",
    "unposted_payments",
)


class PaymentCase(TieringCase):
    """A company with a bank, a cost account and a journal for exchange differences."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.new_bank(cls.company)
        cls.cost = cls.account("Cost", "600", "expense")
        cls.outstanding = cls.account("Outstanding", "103", "asset_current")
        cls.outstanding.reconcile = True
        cls.set_exchange()
        cls.metrics = cls.env["customer.tier.metric"].search([("code", "in", METRICS)])

    @classmethod
    def account(cls, name, code, kind, company=None):
        company = company or cls.company
        return (
            cls.env["account.account"]
            .with_company(company)
            .create(
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                }
            )
        )

    @classmethod
    def new_bank(cls, company):
        return cls.env["account.journal"].create(
            {
                "name": f"Bank of {company.name}",
                "code": "BNK",
                "type": "bank",
                "company_id": company.id,
                "default_account_id": cls.account(
                    "Bank", "101", "asset_cash", company
                ).id,
            }
        )

    @classmethod
    def set_exchange(cls):
        cls.company.write(
            {
                "currency_exchange_journal_id": cls.env["account.journal"]
                .create(
                    {
                        "name": "Exchange",
                        "code": "EXCH",
                        "type": "general",
                        "company_id": cls.company.id,
                    }
                )
                .id,
                "income_currency_exchange_account_id": cls.account(
                    "Gain", "450", "income_other"
                ).id,
                "expense_currency_exchange_account_id": cls.account(
                    "Loss", "650", "expense"
                ).id,
            }
        )

    @classmethod
    def paying_scheme(cls, **values):
        """A scheme that collects all figures of payments."""
        return cls.scheme(metric_ids=[Command.set(cls.metrics.ids)], **values)

    @classmethod
    def tax(cls, *accounts, **values):
        """A tax of 10 %, booked to the account; taken back from a second one."""
        country = cls.env.ref("base.us")
        cls.company.account_fiscal_country_id = country
        group = cls.env["account.tax.group"].create(
            {"name": "Tax", "country_id": country.id}
        )
        parts = [Command.create({"repartition_type": "base"})] + [
            Command.create(
                {
                    "repartition_type": "tax",
                    "account_id": account.id,
                    "factor_percent": factor,
                }
            )
            for account, factor in zip(accounts, (100, -100), strict=False)
        ]
        return cls.env["account.tax"].create(
            {
                "name": "10 %",
                "amount": 10,
                "company_id": cls.company.id,
                "country_id": country.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": parts,
                "refund_repartition_line_ids": parts,
                **values,
            }
        )

    # ------------------------------------------------------------ money

    @classmethod
    def receivables(cls, moves):
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def money(cls, documents, amount, day, write_off=0.0, customer=None, **values):
        """A bank entry of ``amount``, matched with ``documents`` if there are any.

        ``write_off`` is settled by the entry too, and no money. Negative amounts are
        paid back.
        """
        company = values.pop("company", cls.company)
        currency = values.pop("currency", cls.usd)
        partner = (customer or documents.partner_id).commercial_partner_id[:1]
        lines = (
            ((values.pop("journal", None) or cls.bank).default_account_id, amount),
            (cls.receivable[company], -amount - write_off),
            (cls.cost, write_off),
        )
        entry = cls.entry(
            [(account, value) for account, value in lines if value],
            day,
            company,
            currency=currency,
            partner=partner,
            journal=cls.bank,
        )
        (cls.receivables(documents) | cls.receivables(entry)).reconcile()
        return entry

    @classmethod
    def entry(cls, lines, day=AS_OF, company=None, **values):
        """Post an entry of ``(account, amount)`` in its currency, debit positive."""
        company = company or cls.company
        currency = values.get("currency") or cls.usd
        partner = values.get("partner") or cls.env["res.partner"]
        journal = values.get("journal") or company.root_id.currency_exchange_journal_id
        balances = [
            currency._convert(amount, cls.usd, company, day)
            for _account, amount in lines
        ]
        entry = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "company_id": company.id,
                "date": day,
                "partner_id": partner.id,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Entry",
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "currency_id": currency.id,
                            "amount_currency": amount,
                            "balance": balance,
                        }
                    )
                    for (account, amount), balance in zip(lines, balances, strict=True)
                ],
            }
        )
        entry.action_post()
        return entry

    @classmethod
    def register(cls, documents, day, outstanding=True, **values):
        """Pay by the form that users take; the payment waits on its own account.

        Without ``outstanding``, as where bank statements are reconciled in Odoo: no
        entry is made until the bank confirms the payment.
        """
        cls.bank.inbound_payment_method_line_ids.payment_account_id = (
            cls.outstanding if outstanding else False
        )
        wizard = Form(
            cls.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=documents.ids
            )
        )
        wizard.journal_id = cls.bank
        wizard.payment_date = day
        for name, value in values.items():
            setattr(wizard, name, value)
        with patch.object(
            cls.registry["account.move"],
            "_get_invoice_in_payment_state",
            lambda moves: "paid" if outstanding else "in_payment",
        ):
            return wizard.save()._create_payments()

    @classmethod
    def terms(cls, *instalments):
        """A payment term of ``(percent, days)``."""
        return cls.env["account.payment.term"].create(
            {
                "name": "Terms",
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create(
                        {
                            "value": "percent",
                            "value_amount": percent,
                            "nb_days": days,
                            "delay_type": "days_after",
                        }
                    )
                    for percent, days in instalments
                ],
            }
        )

    def figures(self, customer, *names, scheme=None, as_of=AS_OF):
        """The figures of a customer at a new evaluation."""
        scheme = scheme or self.paying_scheme()
        self.evaluate(scheme, as_of)
        standing = self.standing(scheme, customer)
        values = tuple(standing[name] for name in names)
        return values[0] if len(names) == 1 else values
