"""External ids of the user groups of the addon, for `groups=` and `has_group`."""

USER_GROUP = "customer_tiering.group_customer_tier_user"
ACCOUNTANT_GROUP = "customer_tiering.group_customer_tier_accountant"
MANAGER_GROUP = "customer_tiering.group_customer_tier_manager"
ADMIN_GROUP = "customer_tiering.group_customer_tier_admin"
COMPLIANCE_GROUP = "customer_tiering.group_customer_tier_compliance"
# who reads and writes what is noted about people
PROFILE_GROUP = "customer_tiering.group_customer_tier_profile"
# who reads margins, and how customers pay
MARGIN_GROUP = "customer_tiering.group_customer_tier_margin"
PAYMENT_GROUP = "customer_tiering.group_customer_tier_payment"
