"""The first screen: what each role has to do, and the figures that say so.

It owns no table. It reads tier and gift rooms with the rights of the reader, and
returns plain data with an action behind every figure.
"""

from . import customer_tier_home
from . import customer_tier_home_figures
from . import customer_tier_home_sales
from . import customer_tier_home_lists
from . import customer_tier_home_evaluation
from . import customer_tier_home_management
from . import customer_tier_home_loyalty
from . import customer_tier_home_moves
from . import customer_tier_home_budgets
from . import customer_tier_home_accounting
from . import customer_tier_digest
from . import customer_tier_home_cohorts
from . import customer_tier_home_year
from . import customer_tier_home_effort
from . import customer_tier_home_entitlements
from . import customer_tier_home_steps
from . import customer_tier_home_intentions
