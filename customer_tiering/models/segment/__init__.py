"""Named segments by recency, frequency and value, and what to do with each of them.

It owns the settings and the screen of segments, and the plays that people start for
one by hand. It may use every tier room, playbooks included.
"""

from . import customer_tier
from . import customer_tier_rule
from . import customer_tier_scheme
from . import customer_tier_evaluation
from . import customer_tier_standing
from . import customer_tier_segment
from . import customer_playbook_start
from . import customer_playbook
