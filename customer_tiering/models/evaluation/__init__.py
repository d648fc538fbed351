"""One evaluation of a scheme: collect, classify, publish, then the follow-ups.

It owns evaluations with their results, and the SQL that publishes them. It may use
scheme, collector and standing, and knows no follower by name.
"""

from . import customer_tier_publisher
from . import customer_tier_publisher_prior
from . import customer_tier_publisher_known
from . import customer_tier_publisher_manual
from . import customer_tier_publisher_undo
from . import customer_tier_evaluation
from . import customer_tier_evaluation_queue
from . import customer_tier_evaluation_lock
from . import customer_tier_evaluation_run
from . import customer_tier_evaluation_result
from . import customer_tier_evaluation_replica
from . import customer_tier_evaluation_night
from . import customer_tier_evaluation_settle
from . import customer_tier_scheme
from . import customer_tier_bridge_evidence
from . import customer_tier_evaluation_bridge
from . import customer_tier_evaluation_bridge_money
from . import customer_tier_evaluation_retention
from . import customer_tier_evaluation_thresholds
from . import customer_tier_evaluation_expectation
from . import customer_tier_evaluation_undo
from . import customer_tier_evaluation_alert
from . import customer_tier_evaluation_tier
from . import customer_tier_evaluation_issue
from . import customer_tier_evaluation_metric
from . import customer_tier_standing_undo
from . import customer_tier_follower
from . import customer_tier_follower_falling
from . import customer_tier_standing
from . import customer_tier_refresher
