"""Gift budgets: lines by tier and occasion, caps, what is committed.

It owns budgets and their sums, extends gifts, knows occasions, and checks the budget
whenever a gift is approved.
"""

from . import customer_gift_budget
from . import customer_gift_budget_line
from . import customer_gift_budget_cap
from . import customer_gift_budget_sums
from . import customer_gift
from . import customer_gift_budget_use
from . import customer_gift_budget_bars
from . import customer_gift_budget_matrix
from . import customer_tier_scheme
from . import customer_gift_budget_period
from . import res_partner
from . import customer_gift_budget_left
