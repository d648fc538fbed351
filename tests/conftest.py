"""For all tests that pytest runs; ./dev test prepares what they need.

In the environment of every folder but `classification/`, `gifting/` and `launcher/`:
ODOO_PATH (an Odoo 19 that can be imported), PGHOST and its like, CT_ODOO_CONF (an Odoo
configuration file), CT_TEMPLATE_DB (a database with the addon and no demo data, to be
copied and never connected to), CT_BASE_DB (the same without the addon),
CUSTOMER_TIERING_CACHE (a folder for downloads).
"""


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "long: minutes rather than seconds; only with ./dev test --long"
    )
