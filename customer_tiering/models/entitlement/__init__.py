"""What customers are entitled to, one row for each time: trainings and other benefits.

It owns entitlements and their answers. It extends benefits, tiers, contacts, the merge
of contacts and the follow-ups of an evaluation.
"""

from . import customer_tier_benefit
from . import customer_tier
from . import customer_tier_entitlement
from . import customer_tier_entitlement_answer
from . import customer_tier_entitlement_step
from . import customer_tier_entitlement_sentence
from . import customer_tier_entitlement_actions
from . import customer_tier_entitlement_night
from . import customer_tier_entitlement_activity
from . import customer_tier_follower
from . import base_partner_merge
from . import res_partner
