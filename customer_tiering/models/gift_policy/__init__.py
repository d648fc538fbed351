"""Gift policy: rules, limits, approvers, deputies, spot checks.

It owns policies and verdicts, extends gifts and plans, and reads the facts that
`gifting.policy` judges.
"""

from . import product_template
from . import customer_gift_policy
from . import customer_gift_policy_verdict
from . import customer_gift_policy_words
from . import customer_gift_policy_log
from . import customer_gift
from . import customer_gift_plan
from . import customer_gift_request
from . import customer_gift_requesters
from . import customer_gift_approver
from . import customer_gift_blocked
from . import customer_gift_delegation
from . import customer_gift_facts_changed
from . import customer_gift_spot_draw
from . import customer_gift_given
from . import customer_gift_spot_check
from . import crm_lead
from . import sale_order
from . import res_company
from . import res_config_settings
from . import res_partner
