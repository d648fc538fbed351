"""What customers of the same tier and industry buy.

It owns one table, made anew after each evaluation by one grouped statement. It extends
standings, contacts and quotations, where the first products are shown.
"""

from . import customer_tier_product
from . import customer_tier_follower
from . import customer_tier_standing
from . import product_template
from . import res_partner
from . import sale_order
