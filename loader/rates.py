"""Exchange rates from the database, for whole columns of dates."""

import numpy as np
import pandas as pd


def conversion_rates(env, company, currency_ids, dates):
    """Units of foreign currency per unit of company currency, day by day.

    For a day before the first rate, Odoo uses the first rate. A figure that is
    converted with a rate that did not exist yet is a guess, so such a day has no rate
    here.

    :param currency_ids: int Series
    :param dates: datetime64 Series with the same index
    :return: float Series with the same index; NaN if the database has no rate of that
        day or an earlier one; 1.0 for the company currency
    """
    own = company.currency_id
    rates = pd.Series(np.nan, index=dates.index)
    for currency_id in currency_ids.dropna().unique().tolist():
        rows = currency_ids == currency_id
        if currency_id == own.id:
            rates[rows] = 1.0
            continue
        currency = env["res.currency"].browse(int(currency_id))
        known = _steps(env, company, currency)
        if known.empty:
            continue
        at = known.index.searchsorted(dates[rows], side="right") - 1
        values = known.to_numpy()[np.maximum(at, 0)]
        rates[rows] = np.where((at >= 0) & dates[rows].notna(), values, np.nan)
    return rates


def _steps(env, company, currency):
    """The days from which a rate applies, ascending, with the rate as Odoo has it."""
    own = company.currency_id
    domain = [("company_id", "in", (False, company.root_id.id))]
    find = env["res.currency.rate"].search
    days = find([*domain, ("currency_id", "=", currency.id)]).mapped("name")
    if not days:
        return pd.Series(dtype=float)
    # The company currency can have rates too; they also change the result.
    own_days = find([*domain, ("currency_id", "=", own.id)]).mapped("name")
    days = sorted({*days, *(day for day in own_days if day >= min(days))})
    convert = env["res.currency"]._get_conversion_rate
    return pd.Series(
        [float(convert(own, currency, company, day)) for day in days],
        index=pd.DatetimeIndex(days),
    )
