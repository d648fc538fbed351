from . import customer_tier_collector
from . import customer_tier_evaluation
from . import customer_tier_evaluation_bridge
from . import customer_tier_home
from . import customer_tier_standing
from . import pos_order
from . import pos_order_line
