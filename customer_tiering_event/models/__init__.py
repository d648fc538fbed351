from . import customer_tier_benefit
from . import event_event
from . import event_registration
from . import customer_tier_entitlement
