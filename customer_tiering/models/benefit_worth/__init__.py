"""What the benefits of the tiers are worth, and whether a lower tier gets more.

It owns the inversion check and the cost of benefits, and reads the catalogue of
`benefit`, price lists and last year's invoices.
"""

from . import customer_tier_benefit
from . import customer_tier_inversion_check
from . import customer_tier_inversion_check_read
from . import customer_tier_inversion
from . import customer_tier_benefit_cost
