from . import loyalty_program
from . import sale_order
from . import points
from . import customer_tier_collector
from . import customer_tier_metric
from . import customer_tier_standing
