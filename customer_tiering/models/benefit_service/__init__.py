"""The service of a tier: who answers, how soon, and in what order.

It owns no table. It extends leads, contacts, quotations, activities, standings and the
digest, and reads what `benefit` grants.
"""

from . import customer_tier_benefit
from . import customer_tier_benefit_reply
from . import crm_lead
from . import sale_order
from . import res_partner
from . import mail_activity
from . import customer_tier_standing
from . import customer_tier_digest
