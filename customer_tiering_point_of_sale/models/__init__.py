from . import customer_tier_collector
