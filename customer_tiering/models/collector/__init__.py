"""What is read of Odoo's own documents: one set-based statement per source.

It owns the SQL of sales, payments and the ledger, and the customer frame. It may
read every table of Odoo's and the scheme, and writes nothing.
"""

from . import customer_tier_collector
from . import customer_tier_scheme
from . import customer_tier_metric
