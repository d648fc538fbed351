from . import customer_tier_mailing_check
