"""Where each customer stands and why: standings, tier changes and manual tiers.

It may ask the scheme and the collector. Only an evaluation writes standings; what is
told of one is an `explanation.Explanation`, with its figures, sentences and documents.
"""

from . import customer_tier_override
from . import customer_tier_standing
from . import ir_rule
from . import res_company
from . import customer_tier_standing_own
from . import customer_tier_standing_state
from . import customer_tier_standing_sales
from . import customer_tier_standing_expected
from . import customer_tier_standing_payment
from . import customer_tier_change
from . import customer_tier_move
from . import customer_tier_metric
from . import customer_tier_standing_explanation
from . import customer_tier_standing_filters
from . import customer_tier_scheme
from . import customer_tier_digest
from . import res_users
from . import customer_tier_no_need
from . import customer_tier_standing_manual
from . import customer_tier_standing_glance
from . import customer_tier_standing_next
