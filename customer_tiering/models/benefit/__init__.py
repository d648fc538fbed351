"""What a tier grants by the year, and what of it is used: samples so far.

It owns benefits, their lines and usage. It may touch quotations and the months of
gift occasions.
"""

from . import customer_tier_benefit
from . import customer_tier_benefit_line
from . import customer_tier_benefit_usage
from . import customer_tier_benefit_purse
from . import customer_tier_benefit_balance
from . import sale_order_line
from . import sale_order
from . import res_partner
