"""The right next step with a customer, once: playbooks, and the ledger of their plays.

It owns playbooks with their steps and answers, and the plays. It may use every tier
room, and adds to activities what a step asks. A higher room may add a trigger.
"""

from . import customer_playbook
from . import customer_playbook_step
from . import customer_playbook_answer
from . import customer_playbook_play
from . import customer_playbook_play_step
from . import customer_playbook_play_step_plan
from . import customer_playbook_night
from . import customer_playbook_triggers
from . import customer_playbook_triggers_tier
from . import customer_playbook_triggers_quotation
from . import customer_playbook_comparison
from . import customer_playbook_goal
from . import customer_playbook_touches
from . import customer_playbook_open
from . import customer_playbook_pace
from . import customer_playbook_activities
from . import customer_playbook_run
from . import customer_playbook_figures
from . import customer_tier_follower
from . import customer_tier_touch
from . import mail_activity
from . import sale_order
from . import res_partner
from . import base_partner_merge_automatic_wizard
