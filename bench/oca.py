"""OCA's account_financial_risk on the same shop: what is overdue, by both.

It computes the figure whenever a contact is shown, for as many as a list shows at a
time, and stores nothing.
"""

import importlib.util
import time

MODULE = "account_financial_risk"
MOST = 200_000
PAGE = 80
PAGES = 10


def installed(env):
    """An environment in which it is installed; None if there is no such package.

    Commits, and leaves ``env`` behind: its registry is another one.
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

    From pages spread over them; every page is a list that somebody opens.
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
