"""Groups of customers who come and go with their tier: a log, and what is told them.

It owns groups and their members. A follow-up of evaluations keeps them in step. Where
the members are written to is added by other addons.
"""

from . import customer_group
from . import customer_group_member
from . import customer_group_member_reach
from . import customer_group_step
from . import customer_group_tell
from . import customer_group_announce
from . import customer_tier_follower
from . import customer_tier_touch
from . import base_partner_merge_automatic_wizard
