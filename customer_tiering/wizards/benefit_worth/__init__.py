from . import customer_tier_preview
