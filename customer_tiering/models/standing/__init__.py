"""Where each customer stands, how they came there, and who placed them by hand.

It owns standings, tier changes, manual tiers and the explanation. It may ask the
scheme and the collector; only an evaluation writes standings.
"""

from . import customer_tier_override
from . import customer_tier_standing
from . import customer_tier_standing_state
from . import customer_tier_standing_sales
from . import customer_tier_standing_payment
from . import customer_tier_change
from . import customer_tier_move
from . import customer_tier_standing_explain
from . import customer_tier_standing_figures
from . import customer_tier_standing_documents
from . import customer_tier_standing_gaps
from . import customer_tier_standing_details
from . import customer_tier_standing_filters
from . import customer_tier_scheme
from . import customer_tier_digest
from . import res_users
from . import customer_tier_no_need
from . import customer_tier_standing_manual
