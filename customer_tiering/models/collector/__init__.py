"""What is read of Odoo's own documents: one set-based statement per source.

It owns the SQL of sales, payments and the ledger, and the customer frame. It may
read every table of Odoo's and the scheme, and writes nothing.
"""

from . import customer_tier_collector
from . import customer_tier_sources
from . import customer_tier_sources_sales
from . import customer_tier_sources_pace
from . import customer_tier_sources_margin
from . import customer_tier_sources_referrals
from . import customer_tier_collector_check
from . import customer_tier_scheme
from . import customer_tier_metric
from . import customer_tier_payment_parts
from . import customer_tier_sources_payment
from . import customer_tier_ledger
from . import customer_tier_collector_scope
from . import customer_tier_collector_others
