from . import customer_tier_entitlement_close
