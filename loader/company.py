"""Prepare the company of the history: its chart of accounts and currency."""

from loader.errors import LoadError

CHART = "generic_coa"


def prepare_company(env, currency_code=None):
    """The main company, ready for entries.

    :param currency_code: ISO code of the company currency; None keeps the current one
    :return: ``res.company`` with a chart of accounts
    :raises LoadError: the code is unknown, or the company already has entries
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
                f"already have entries; use a new database for {currency.name}."
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
        raise LoadError(
            f"The currency {code} does not exist; use an ISO code, such as EUR."
        )
    currency.active = True
    return currency
