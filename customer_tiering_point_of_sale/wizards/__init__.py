from . import customer_tier_till_sale
from . import customer_tier_sales_line
