"""What was read = what was loaded + what was listed, per currency and to the cent.

Counted in three places that do not know each other: the cells of the file (Decimal),
the rows that were accepted and rejected, and the journal items in the database.
"""

from collections import Counter
from decimal import Decimal

from odoo.tools import SQL

from loader.errors import LoadError
from loader.rounding import round_half_up

UNKNOWN = "unknown currency"


def ledger_sums(env, company):
    """What the posted journal items hold, by currency.

    :return: {"amount": {currency id: Decimal}, "paid": …}: the lines of customer
        documents (negative for refunds), and what entries brought to the bank
    """
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """
            SELECT CASE WHEN move.move_type = 'entry' THEN 'paid' ELSE 'amount' END,
                   line.currency_id,
                   -- Odoo's cursor makes floats of numbers, and texts stay exact
                   SUM(CASE WHEN move.move_type = 'entry' THEN 1 ELSE -1 END
                       * line.amount_currency)::text
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              JOIN account_account account ON account.id = line.account_id
             WHERE move.company_id = %s AND move.state = 'posted'
               AND (move.move_type IN ('out_invoice', 'out_refund')
                    AND line.display_type = 'product'
                    OR move.move_type = 'entry'
                    AND account.account_type = 'asset_cash')
             GROUP BY 1, 2
            """,
            company.id,
        )
    )
    sums = {"amount": {}, "paid": {}}
    for what, currency_id, value in rows:
        sums[what][currency_id] = Decimal(value)
    return sums


def tally(checked, history, before, after, currencies):
    """Compare, and say it in sentences.

    :param checked: ``checks.Checked``
    :param history: ``documents.History`` of it
    :param before, after: ``ledger_sums`` before and after loading
    :param currencies: {id: (code, decimals)}
    :return: list of sentences, one per currency and kind
    :raises LoadError: something is missing in the database, or too much
    """
    parts = _parts(checked)
    sentences = []
    for currency_id, (code, digits) in currencies.items():
        cents = Decimal(1).scaleb(-digits)
        if part := parts.pop(currency_id, None):
            stored = _new(before, after, "amount", currency_id)
            of = checked.rows["currency_id"] == currency_id
            # Each line is rounded to its currency, as the ledger does it.
            rounded = _sum(checked.rows.loc[of, "amount"], digits)
            _require(code, "loaded", rounded, stored, cents)
            rounding = rounded - part["sum loaded"]
            sentences.append(_sentence(code, part, stored, rounding, cents))
        paid = _expected_payments(history, currency_id, digits)
        stored = _new(before, after, "paid", currency_id)
        _require(code, "of payments", paid, stored, cents)
        if stored:
            sentences.append(
                f"{code}: payments of {_money(paid, cents)}, in the bank "
                f"{_money(stored, cents)}, difference {_money(0, cents)}"
            )
    for part in parts.values():
        zero = Decimal(0)
        sentences.append(_sentence(UNKNOWN, part, zero, zero, Decimal("0.01")))
    return sentences


def _parts(checked):
    """Rows and sums by currency id (0: unknown), of the file and of what became of it.

    :return: {currency id: {"rows read": n, "sum read": Decimal, "rows loaded": …}}
    """
    parts = {}
    frames = {"read": checked.read, "loaded": checked.rows, "rejected": checked.bad}
    for kind, frame in frames.items():
        for currency_id, exact in zip(
            frame["currency_id"].fillna(0), frame["exact"], strict=True
        ):
            part = parts.setdefault(int(currency_id), Counter())
            part[f"rows {kind}"] += 1
            part[f"sum {kind}"] += exact or Decimal(0)
            part[f"unreadable {kind}"] += exact is None
    return parts


def _sentence(code, part, stored, rounding, cents):
    left = part["rows read"] - part["rows loaded"] - part["rows rejected"]
    difference = part["sum read"] + rounding - stored - part["sum rejected"]
    if left or difference:
        raise LoadError(
            f"{code}: {left} rows and {difference:f} of the file are neither loaded "
            "nor rejected. Nothing was stored; please report this."
        )
    text = (
        f"{code}: {part['rows read']:,} rows read = {_money(part['sum read'], cents)}; "
        f"{part['rows loaded']:,} loaded = {_money(stored, cents)} in the ledger; "
        f"{part['rows rejected']:,} rejected = {_money(part['sum rejected'], cents)}"
    )
    if part["unreadable read"]:
        text += f" ({part['unreadable read']:,} without a readable amount)"
    if rounding:
        text += f"; rounded to the currency {rounding:+,f}"
    return f"{text}; difference {_money(difference, cents)}"


def _expected_payments(history, currency_id, digits):
    documents, payments = history.documents, history.payments
    total = history.lines.groupby("document")["amount"].sum()
    total = total.reindex(documents.index, fill_value=0)
    of = payments["document"].to_numpy()
    rows = documents["currency_id"].to_numpy()[of] == currency_id
    # What was paid back on a refund left the bank.
    back = round_half_up(total.to_numpy(), digits)[of] < 0
    return _sum(payments["amount"].to_numpy()[rows], digits, back[rows])


def _sum(values, digits, negative=None):
    rounded = round_half_up(values, digits)
    if negative is not None:
        rounded = [-v if n else v for v, n in zip(rounded, negative, strict=True)]
    return sum((Decimal(f"{value:.{digits}f}") for value in rounded), Decimal(0))


def _new(before, after, what, currency_id):
    return after[what].get(currency_id, Decimal(0)) - before[what].get(
        currency_id, Decimal(0)
    )


def _require(code, what, expected, stored, cents):
    if expected != stored:
        raise LoadError(
            f"{code}: {_money(expected, cents)} {what} by the file, but the database "
            f"has {_money(stored, cents)}. Nothing was stored; please report this."
        )


def _money(value, cents):
    """With the decimals of the currency, or with more if there are more."""
    exact = Decimal(value)
    rounded = exact.quantize(cents)
    return f"{rounded if rounded == exact else exact:,f}"
