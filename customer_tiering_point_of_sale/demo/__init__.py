from . import customer_tier_demo_store
