"""How much of which document a payment settles, like Odoo's reconciliation.

Pure NumPy and pandas, without a database or Odoo. The rules are those of
``account.move.line._prepare_reconciliation_single_partial`` for a payment in the
currency of its document: the amounts are matched in that currency, and different
exchange rates cause an exchange difference. The payments of a document are matched in
the order of their dates. The loop first matches the first payment of every document,
then the second one and so on, so it has as many rounds as one document has payments.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loader.rounding import round_half_up


@dataclass(frozen=True)
class Matches:
    """The result of ``match``.

    partials: one row per match: ``document``, ``payment`` (positions in the
        frames given), ``amount`` (company currency), ``amount_currency``
        (document currency), ``difference_document``, ``difference_payment`` (company
        currency, >= 0: exchange difference on that side's journal item).
    documents: per document ``residual_currency``, ``residual``, ``partials``
        (count) and ``full`` (everything that touches it is settled).
    payments: per payment ``residual_currency`` and ``residual``.
    All amounts are >= 0; the sign comes from the kind of document.
    """

    partials: pd.DataFrame
    documents: pd.DataFrame
    payments: pd.DataFrame


def match(documents, payments, company_digits):
    """Match each payment with its document.

    :param documents: index 0..n-1; ``total`` (document currency, >= 0),
        ``balance`` (the same in company currency), ``digits`` (decimals of the
        document currency), ``foreign`` (bool)
    :param payments: index 0..m-1; ``document`` (position), ``date``, ``amount``
        (document currency, > 0), ``balance`` (at the payment's own rate)
    :param company_digits: decimals of the company currency
    :return: Matches
    """
    state = _State(documents, payments, company_digits)
    order = payments.sort_values(["document", "date"], kind="stable").index.to_numpy()
    document = payments["document"].to_numpy()[order]
    turn = pd.Series(document).groupby(document).cumcount().to_numpy()
    found = [
        state.settle(document[turn == number], order[turn == number])
        for number in range(turn.max() + 1 if len(turn) else 0)
    ]
    partials = pd.concat(found, ignore_index=True) if found else _no_partials()
    partials = partials.sort_values(["document", "turn"], kind="stable")
    partials = partials.drop(columns="turn").reset_index(drop=True)
    return Matches(partials, *state.result(partials))


class _State:
    """The amounts that are still open while the payments are matched."""

    def __init__(self, documents, payments, company_digits):
        self.company_digits = company_digits
        self.digits = documents["digits"].to_numpy()
        self.foreign = documents["foreign"].to_numpy(dtype=bool)
        self.document = _Side(documents["total"], documents["balance"])
        self.payment = _Side(payments["amount"], payments["balance"])
        self.turn = 0

    def settle(self, d, p):
        """Match documents ``d`` with payments ``p`` pairwise; frame of partials."""
        open_d, open_p = self.document.open_currency[d], self.payment.open_currency[p]
        # If the document is already settled, the payment stays open.
        some = (open_d > 0) & (open_p > 0)
        d, p, open_d, open_p = d[some], p[some], open_d[some], open_p[some]
        currency = np.minimum(open_d, open_p)
        of_d, of_p, amount = self._amounts(d, p, currency)
        # An exchange difference is the company-currency rest of a fully matched side,
        # or the difference of the two rates on the matched part of the other side.
        full_d, full_p = open_d <= open_p, open_p <= open_d
        diff_d = np.where(full_d, self.document.open[d] - amount, of_d - amount)
        diff_p = np.where(full_p, self.payment.open[p] - amount, of_p - amount)
        diff_d = self._money(np.where(self.foreign[d], np.maximum(diff_d, 0), 0))
        diff_p = self._money(np.where(self.foreign[d], np.maximum(diff_p, 0), 0))
        self.document.take(d, currency, amount + diff_d, self.digits[d], self)
        self.payment.take(p, currency, amount + diff_p, self.digits[d], self)
        self.turn += 1
        return pd.DataFrame(
            {
                "document": d,
                "payment": p,
                "amount": amount,
                "amount_currency": currency,
                "difference_document": diff_d,
                "difference_payment": diff_p,
                "turn": self.turn,
            }
        )

    def _amounts(self, d, p, currency):
        """``currency`` in company currency at the rate of each side, and the match."""
        low_d, of_d, high_d = self._range(self.document, d, currency, self.digits[d])
        low_p, of_p, high_p = self._range(self.payment, p, currency, self.digits[d])
        of_d = np.minimum(of_d, self.document.open[d])
        of_p = np.minimum(of_p, self.payment.open[p])
        amount = np.minimum(of_d, of_p)
        # The difference may come from rounding: then there is no exchange difference.
        near = (low_p <= of_d) & (of_d <= high_p) & (low_d <= of_p) & (of_p <= high_d)
        both = np.minimum(self.document.open[d], self.payment.open[p])
        of_d, of_p, amount = (np.where(near, both, x) for x in (of_d, of_p, amount))
        home = ~self.foreign[d]
        return tuple(np.where(home, currency, x) for x in (of_d, of_p, amount))

    def _range(self, side, at, currency, digits):
        """The possible range of ``currency`` in company currency before rounding."""
        half = 0.5 * 10.0 ** -digits.astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = np.nan_to_num(side.balance[at] / side.total[at], posinf=0.0)
        return tuple(
            self._money(value * rate)
            for value in (currency - half, currency, currency + half)
        )

    def _money(self, values):
        return round_half_up(values, self.company_digits)

    def result(self, partials):
        documents = pd.DataFrame(
            {
                "residual_currency": self.document.open_currency,
                "residual": self.document.open,
            }
        )
        payments = pd.DataFrame(
            {
                "residual_currency": self.payment.open_currency,
                "residual": self.payment.open,
            }
        )
        count = np.bincount(partials["document"], minlength=len(documents))
        documents["partials"] = count
        touched = partials["payment"].to_numpy()
        loose = (payments.to_numpy()[touched] != 0).any(axis=1)
        spoilt = np.zeros(len(documents), dtype=bool)
        spoilt[partials["document"].to_numpy()[loose]] = True
        settled = (documents["residual_currency"] == 0) & (documents["residual"] == 0)
        documents["full"] = settled & (count > 0) & ~spoilt
        return documents, payments


class _Side:
    """Totals and open amounts of one side, in both currencies."""

    def __init__(self, total, balance):
        self.total = total.to_numpy(dtype=float)
        self.balance = balance.to_numpy(dtype=float)
        self.open_currency = self.total.copy()
        self.open = self.balance.copy()

    def take(self, at, currency, amount, digits, state):
        left = round_half_up(self.open_currency[at] - currency, digits)
        self.open_currency[at] = left
        self.open[at] = state._money(self.open[at] - amount)


def _no_partials():
    return pd.DataFrame(
        {
            "document": np.array([], dtype=int),
            "payment": np.array([], dtype=int),
            "amount": np.array([], dtype=float),
            "amount_currency": np.array([], dtype=float),
            "difference_document": np.array([], dtype=float),
            "difference_payment": np.array([], dtype=float),
            "turn": np.array([], dtype=int),
        }
    )
