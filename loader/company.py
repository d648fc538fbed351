"""The company that the history belongs to: its chart of accounts and currency."""

from loader.errors import LoadError

CHART = "generic_coa"


def prepare_company(env, currency_code=None):
    """The main company, ready for entries.

    :param currency_code: ISO code its books shall be in; None leaves them
    :return: ``res.company`` with a chart of accounts
    :raises LoadError: the code is unknown, or the books have entries already
    """
    company = env.ref("base.main_company")
    currency = _currency(env, currency_code) if currency_code else company.currency_id
    if not company.chart_template:
        company.currency_id = currency
        env["account.chart.template"].try_loading(
            CHART, company=company, install_demo=False
        )
    if currency != company.currency_id:
        if env["account.move.line"].search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            raise LoadError(
                f"The books of {company.name} are in {company.currency_id.name} and "
                f"have entries; load {currency.name} into a new database."
            )
        company.currency_id = currency
    return company


def _currency(env, code):
    currency = (
        env["res.currency"]
        .with_context(active_test=False)
        .search([("name", "=", code.strip().upper())])
    )
    if not currency:
        raise LoadError(f"There is no currency {code}; give its ISO code, such as EUR.")
    currency.active = True
    return currency
