"""Loads exchange rates from a file (currency, date, rate), read as any other."""

import pandas as pd

from loader.amounts import decimal_signs, read_amounts
from loader.columns import read_file
from loader.dates import read_dates
from loader.errors import LoadError
from loader.identity import key

NAMES = ("currency", "date", "rate")


def load_rates(env, company, path, encoding=None, decimal=None):
    """Store rates: units of the foreign currency per unit of the company's.

    :param decimal: the decimal sign; None: what the column proves
    :return: number of rates
    :raises LoadError: the file cannot be read, or a line is not a rate
    """
    rows, _given, _notes = read_file(path, NAMES, (), encoding)
    currencies = {
        key(currency.name): currency
        for currency in env["res.currency"].with_context(active_test=False).search([])
    }
    codes = rows["currency"].map(key)
    days, _wrong = read_dates(rows["date"], "date")
    signs, _said = decimal_signs({"rate": rows["rate"]}, rows["line"], decimal)
    rates = read_amounts(rows["rate"], "rate", signs["rate"]).values.astype(float)
    bad = ~codes.isin(list(currencies)) | days.isna() | ~(rates > 0) | rows["extra"]
    bad |= pd.DataFrame({"code": codes, "day": days}).duplicated()
    if bad.any():
        raise LoadError(
            f"The exchange rates {path}, line {rows['line'][bad].iloc[0]}: a line "
            "needs a known currency, a date as YYYY-MM-DD and a rate above zero, with "
            "each currency only once a day."
        )
    env["res.currency.rate"].create(
        [
            {
                "name": day.date(),
                "rate": rate,
                "currency_id": currencies[code].id,
                "company_id": company.root_id.id,
            }
            for code, day, rate in zip(codes, days, rates.tolist(), strict=True)
        ]
    )
    return len(rows)
