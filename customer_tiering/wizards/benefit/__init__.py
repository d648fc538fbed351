from . import customer_tier_benefit_setup
