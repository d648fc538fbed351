"""What a tier grants: samples, trainings, prices, terms, service; and its use.

It owns benefits, their lines and their usage. It extends schemes, price lists,
contacts, quotations and invoices, and uses the months of gift occasions.
"""

from . import customer_tier_first_use
from . import customer_tier_benefit
from . import customer_tier_benefit_line
from . import customer_tier_benefit_grant
from . import customer_tier_benefit_prices
from . import customer_tier_benefit_terms
from . import customer_tier_benefit_example
from . import product_pricelist
from . import customer_tier_scheme
from . import customer_tier_benefit_usage
from . import customer_tier_benefit_purse
from . import customer_tier_benefit_balance
from . import customer_tier_benefit_saving
from . import sale_order_line
from . import sale_order_line_savings
from . import sale_order
from . import sale_order_prices
from . import sale_order_savings
from . import sale_order_terms
from . import account_move
from . import res_partner
from . import res_partner_prices
