"""Loads exchange rates from a CSV file (currency, date, rate)."""

import pandas as pd

from loader.errors import LoadError

NAMES = ["currency", "date", "rate"]


def load_rates(env, company, path):
    """Store rates: units of the foreign currency per unit of the company's.

    :return: number of rates
    :raises LoadError: the file cannot be read, or a line is not a rate
    """
    try:
        rows = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise LoadError(f"The exchange rates {path} cannot be read: {error}") from error
    rows.columns = [name.strip().lower() for name in rows.columns]
    if not set(NAMES) <= set(rows.columns):
        raise LoadError(
            f"The exchange rates {path} need the columns {', '.join(NAMES)}."
        )
    currencies = {
        currency.name: currency
        for currency in env["res.currency"].with_context(active_test=False).search([])
    }
    codes = rows["currency"].str.strip().str.upper()
    days = pd.to_datetime(rows["date"].str.strip(), format="%Y-%m-%d", errors="coerce")
    rates = pd.to_numeric(rows["rate"], errors="coerce")
    bad = ~codes.isin(list(currencies)) | days.isna() | ~(rates > 0)
    bad |= pd.DataFrame({"code": codes, "day": days}).duplicated()
    if bad.any():
        raise LoadError(
            f"The exchange rates {path}, line {int(bad.idxmax()) + 2}: a line needs a "
            "known currency, a date as YYYY-MM-DD and a rate above zero, with each "
            "currency only once a day."
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
