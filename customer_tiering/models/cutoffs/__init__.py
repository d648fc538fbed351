"""Cut-offs by hand: what the picture of a scheme needs to count tiers in the browser.

It owns no table. It reads the standings of the last evaluation with the rights of the
reader, and knows budgets and benefits only to say what a tier would cost.
"""

from . import customer_tier_rule
from . import customer_tier_scheme
from . import customer_tier_scheme_drawn
from . import customer_tier_scheme_costs
