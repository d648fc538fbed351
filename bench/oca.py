"""OCA's account_financial_risk on the same shop, to compare the overdue figure.

The module stores nothing: it computes the figure whenever contacts are shown, for one
page of a list at a time.
"""

import importlib.util
import time

MODULE = "account_financial_risk"
MOST = 200_000
PAGE = 80
PAGES = 10


def installed(env):
    """An environment in which it is installed; None if the package is missing.

    Commits. ``env`` cannot be used afterwards, because its registry is the old one.
    """
    if importlib.util.find_spec(f"odoo.addons.{MODULE}") is None:
        return None
    modules = env["ir.module.module"]
    modules.update_list()
    modules.search([("name", "=", MODULE)]).button_immediate_install()
    env.cr.commit()
    return env(cr=env.cr, su=True)


def seconds_for(env, company, customers):
    """Seconds to read the overdue figure of ``customers`` (ids), page by page.

    Estimated from evenly spread pages; every page is a list that a user opens.
    """
    partners = env["res.partner"].with_company(company)
    step = max(len(customers) // PAGES, PAGE)
    pages = [customers[at : at + PAGE] for at in range(0, len(customers), step)]
    started = time.perf_counter()
    for page in pages:
        env.invalidate_all()
        partners.browse(page).mapped("risk_invoice_unpaid")
    seconds = time.perf_counter() - started
    return seconds * len(customers) / sum(map(len, pages))
