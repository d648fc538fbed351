from . import customer_tier_payment_line
from . import customer_tier_sales_line
from . import customer_tier_migration
from . import customer_tier_grid
from . import customer_tier_chosen
from . import customer_tier_override_wizard
from . import customer_tier_refresh
