"""What a customer reads of their tier: a frozen statement, by mail and in the portal.

It owns statements. It extends tiers by the name that customers read and schemes by what
may be told, and reads benefits, entitlements and standings. It writes none of them.
"""

from . import customer_tier
from . import customer_tier_scheme
from . import customer_tier_statement
from . import customer_tier_statement_reach
from . import customer_tier_statement_make
from . import customer_tier_statement_send
from . import customer_tier_statement_portal
from . import customer_tier_touch
