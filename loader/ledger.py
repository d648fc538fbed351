"""Loads partners, documents and payments as posted entries, set-based.

How to use::

    ids = load_partners(env, company, partners)      # loader.partners
    documents["partner_id"] = ids[documents.pop("partner")]
    load_documents(env, company, documents, lines, payments)
    env.cr.commit()

A payment is a posted entry of the bank journal (bank against receivable),
reconciled with its document. There is no ``account.payment`` record: in Odoo 19, the
journal entry of a payment is optional, and without one the money is *in process* and
not in the ledger. The entry contains what the history says: the money was received on
that day. It is balanced, and every report that reads the ledger includes it.

The rows are equal to what Odoo's ORM would store (a test compares them column by
column). Only the chatter is missing: there are no messages and no followers.
"""

import numpy as np
import pandas as pd

from loader.copying import copy_frame
from loader.errors import LoadError
from loader.exchange import exchange_entries
from loader.matching import match
from loader.numbering import number
from loader.partners import id_or_none, ids_or_missing
from loader.progress import silent_step
from loader.prototypes import EXCHANGE, INVOICE, PAYMENT, REFUND, make_prototypes
from loader.rates import conversion_rates
from loader.rounding import round_half_up
from loader.statements_money import IN_ORDER
from loader.tables import NAMES, TABLES, drop, insert_like, prototype_table


def load_documents(
    env, company, documents, lines, payments, *, chunk=250_000, step=silent_step
):
    """Insert posted invoices, refunds and payments, and reconcile them.

    :param documents: frame, index 0..n-1, any order: ``partner_id``,
        ``currency_id``, ``date``, ``due_date`` (datetime64); optional ``ref``
        (text), ``user_id``
    :param lines: frame: ``document`` (position), ``amount`` (document currency;
        a document whose lines sum up to less than zero is a refund), ``label``;
        optional ``product_id``
    :param payments: frame: ``document`` (position), ``date``, ``amount`` > 0
        (document currency; of a refund: what was paid back)
    :param chunk: documents per round, to limit the memory
    :return: {"documents": n, "payments": n, "exchange": n}
    :raises LoadError: an amount is no finite number, or a document or payment has no
        date; nothing is written
    :raises ValueError: a rate is missing (check with ``conversion_rates`` first)
    """
    _require_values(documents, lines, payments)
    env.flush_all()
    done = {"documents": 0, "payments": 0, "exchange": 0}
    if documents.empty:
        return done
    book = _Book(env, company, documents, payments)
    # Documents are numbered by date, as if they had been entered day by day.
    by_date = documents["date"].argsort(kind="stable").to_numpy()
    rounds = [by_date[start : start + chunk] for start in range(0, len(by_date), chunk)]
    for count, positions in enumerate(rounds, start=1):
        label = f" {count}/{len(rounds)}" if len(rounds) > 1 else ""
        with step(f"posting {len(positions):,} documents{label}"):
            for name, value in book.post(documents, lines, payments, positions).items():
                done[name] += value
    book.close()
    env.invalidate_all()
    return done


class _Book:
    """One load: the prototypes, and the steps from a round of documents to rows."""

    def __init__(self, env, company, documents, payments):
        self.env, self.company, self.cr = env, company, env.cr
        self.own = company.currency_id
        self.cr.execute(
            "SELECT id, commercial_partner_id, country_id FROM res_partner "
            "WHERE id = ANY(%s)",
            [documents["partner_id"].unique().tolist()],
        )
        known = pd.DataFrame(
            self.cr.fetchall(), columns=["id", "commercial", "country"]
        )
        countries = [id_or_none(value) for value in known["country"].unique()]
        is_foreign = documents["currency_id"] != self.own.id
        foreign_ids = documents.loc[is_foreign, "currency_id"].unique().tolist()
        paid = payments.loc[payments["document"].isin(documents.index[is_foreign])]
        both = pd.concat(
            [paid["date"], paid["document"].map(documents["date"])], axis=1
        ).max(axis=1)
        self.prototypes = make_prototypes(
            env,
            company,
            countries,
            foreign=env["res.currency"].browse(foreign_ids[0]) if len(paid) else None,
            payment_days=[day.date() for day in both.drop_duplicates()],
        )
        self.digits = {
            currency.id: currency.decimal_places
            for currency in env["res.currency"].browse([self.own.id, *foreign_ids])
        }
        self.partners = self._partners(known)
        self._prototype_tables()

    def _partners(self, known):
        """The values that documents take from their partner; frame by partner id."""
        profiles = self.prototypes.profiles
        given = [profiles[id_or_none(value)] for value in known["country"]]
        names = ["fiscal_position_id", "income_account_id", "receivable_account_id"]
        frame = pd.DataFrame(
            {name: [getattr(profile, name) for profile in given] for name in names},
            index=known["id"].to_numpy(),
            dtype="Int64",
        )
        frame["commercial_partner_id"] = known["commercial"].to_numpy()
        return frame

    def _prototype_tables(self):
        made = self.prototypes
        prototype_table(
            self.cr,
            "ldr_proto_move",
            "account_move",
            [({"ldr_kind": kind}, row) for kind, row in made.moves.items()],
        )
        prototype_table(
            self.cr,
            "ldr_proto_line",
            "account_move_line",
            [
                ({"ldr_kind": kind, "ldr_role": role}, row)
                for (kind, role), row in made.lines.items()
            ],
        )

    def close(self):
        drop(self.cr, *TABLES, "ldr_matched", "ldr_proto_move", "ldr_proto_line")

    def post(self, documents, lines, payments, positions):
        """Insert the documents at ``positions``; {what: count}."""
        documents, lines, payments = _cut(documents, lines, payments, positions)
        documents, lines = self._amounts(documents, lines)
        payments = self._payment_amounts(documents, payments)
        matches = match(documents, payments, self.own.decimal_places)
        documents = documents.join(matches.documents)
        documents["payment_state"] = _payment_states(documents)
        payments = payments.join(matches.payments)
        exchanges, differences = exchange_entries(
            documents, payments, matches.partials, self.prototypes
        )
        exchanges = exchanges.join(self._names(exchanges["date"], EXCHANGE))
        fulls = pd.DataFrame({"document": np.flatnonzero(matches.documents["full"])})
        frames = {
            "ldr_document": documents,
            "ldr_line": lines,
            "ldr_payment": payments,
            "ldr_partial": matches.partials,
            "ldr_exchange": exchanges,
            "ldr_difference": differences,
            "ldr_full": fulls,
        }
        for table, frame in frames.items():
            copy_frame(self.cr, frame, table, TABLES[table])
        self._insert()
        return {
            "documents": len(documents),
            "payments": len(payments),
            "exchange": len(exchanges),
        }

    def _insert(self):
        values = {"uid": self.env.uid, "company_id": self.company.id}
        for statement in IN_ORDER:
            if isinstance(statement, str):
                self.cr.execute(statement, values)
                continue
            table = statement[0]
            prototype = {
                "account_move": "ldr_proto_move",
                "account_move_line": "ldr_proto_line",
            }[table]
            insert_like(self.cr, *statement, prototype)

    def _amounts(self, documents, lines):
        """Totals, rates, signs and names of the documents; balances of the lines."""
        documents = documents.copy()
        documents["rate"] = self._rates(documents["currency_id"], documents["date"])
        documents["digits"] = documents["currency_id"].map(self.digits)
        documents["foreign"] = documents["currency_id"] != self.own.id
        at = lines["document"].to_numpy()
        digits = documents["digits"].to_numpy()
        amount = round_half_up(lines["amount"], digits[at])
        total = np.bincount(at, weights=amount, minlength=len(documents))
        total = round_half_up(total, digits)
        sign = np.where(total < 0, -1, 1)
        amount = amount * sign[at] + 0.0
        balance = self._money(amount / documents["rate"].to_numpy()[at])
        lines = lines.assign(amount=amount, balance=balance)
        documents["total"] = total * sign + 0.0
        documents["balance"] = self._money(
            np.bincount(at, weights=balance, minlength=len(documents))
        )
        documents["sign"] = sign
        documents["kind"] = np.where(sign < 0, REFUND, INVOICE)
        documents = documents.join(self.partners, on="partner_id")
        documents["user_id"] = ids_or_missing(documents, "user_id")
        lines["product_id"] = ids_or_missing(lines, "product_id")
        names = [
            self._names(documents.loc[documents["kind"] == kind, "date"], kind)
            for kind in (INVOICE, REFUND)
        ]
        return documents.join(pd.concat(names)), lines

    def _payment_amounts(self, documents, payments):
        of = documents.loc[payments["document"]].reset_index(drop=True)
        amount = round_half_up(payments["amount"], of["digits"].to_numpy())
        rate = self._rates(of["currency_id"], payments["date"])
        payments = payments.assign(amount=amount, balance=self._money(amount / rate))
        by_date = payments.sort_values(["date", "document"], kind="stable")["date"]
        return payments.join(self._names(by_date, PAYMENT))

    def _names(self, dates, kind):
        made = self.prototypes
        if dates.empty:
            columns = list(NAMES)
            return pd.DataFrame(columns=columns, index=dates.index)
        return number(self.cr, dates, made.formats[kind], made.journals[kind])

    def _rates(self, currency_ids, dates):
        rates = conversion_rates(self.env, self.company, currency_ids, dates)
        if rates.isna().any():
            day = dates[rates.isna()].iloc[0]
            raise ValueError(f"no exchange rate for a document or payment of {day:%F}")
        return rates

    def _money(self, values):
        return round_half_up(values, self.own.decimal_places)


def _require_values(documents, lines, payments):
    """The one gate to the ledger: what has no value becomes no entry without one."""
    for what, frame in (("line", lines), ("payment", payments)):
        wrong = ~np.isfinite(frame["amount"].to_numpy(dtype=float))
        if wrong.any():
            amount = frame["amount"].iloc[int(wrong.argmax())]
            raise LoadError(f"The amount of a {what} is {amount}, no finite number.")
    for what, frame in (("document", documents), ("payment", payments)):
        if frame["date"].isna().any():
            raise LoadError(f"A {what} has no date.")


def _cut(documents, lines, payments, positions):
    """The documents at ``positions`` with their lines and payments, renumbered."""
    new = np.full(len(documents), -1)
    new[positions] = np.arange(len(positions))

    def those(frame):
        at = new[frame["document"].to_numpy(dtype=int)]
        return frame[at >= 0].assign(document=at[at >= 0]).reset_index(drop=True)

    return (
        documents.iloc[positions].reset_index(drop=True),
        those(lines),
        those(payments),
    )


def _payment_states(documents):
    """Like ``account.move._compute_payment_state``, for matches with entries."""
    settled = documents["residual_currency"] == 0
    matched = documents["partials"] > 0
    # In Odoo, a refund that was paid back by an entry is "reversed".
    returned = settled & matched & (documents["sign"] < 0)
    return np.select(
        [returned, settled, matched], ["reversed", "paid", "partial"], "not_paid"
    )


def analyse(env):
    """Tell PostgreSQL's planner what came, now and not when autovacuum wakes up."""
    for table in (
        "res_partner",
        "account_move",
        "account_move_line",
        "account_partial_reconcile",
    ):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
