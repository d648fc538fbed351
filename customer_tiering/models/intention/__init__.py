"""What the customer of an opportunity wants: purchase intentions, and what follows.

It owns product feedback. It extends opportunities with the intention and the consent
to be reminded, and playbooks, lost reasons and products with what follows from them.
"""

from . import crm_lead
from . import crm_lead_intention
from . import crm_lead_consent
from . import crm_lead_plays
from . import crm_lead_merge
from . import crm_lost_reason
from . import customer_product_feedback
from . import product_template
from . import customer_playbook
from . import customer_playbook_goal
from . import customer_playbook_step
from . import customer_playbook_answer
from . import customer_playbook_play
from . import customer_playbook_play_step
