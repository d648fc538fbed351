"""The settings of an administrator: tiers, schemes, cut-offs, criteria, caps, schedule.

It owns the settings and their file. It uses mixins and `classification`. Other rooms
add what an evaluation does with a scheme.
"""

from . import customer_tier
from . import customer_tier_metric
from . import customer_tier_shop_stage
from . import customer_tier_rule
from . import customer_tier_rule_threshold
from . import customer_tier_rule_unit
from . import customer_tier_criterion
from . import customer_tier_cap
from . import customer_tier_scheme
from . import customer_tier_scheme_main
from . import customer_tier_scheme_schedule
from . import customer_tier_scheme_metrics
from . import customer_tier_scheme_transition
from . import customer_tier_scheme_file
from . import customer_tier_scheme_draft
from . import customer_tier_scheme_sales
from . import customer_tier_scheme_apply
