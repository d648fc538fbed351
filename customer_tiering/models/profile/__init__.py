"""What people know about people: styles, traits, preferences, and quality reviews.

It owns these records and what contacts show of them. It may use every tier room. No
figure, tier or condition is made of what is noted about a person.
"""

from . import customer_style
from . import customer_trait
from . import customer_professional
from . import customer_sensitive_topic
from . import customer_preference
from . import customer_preference_reminder
from . import res_partner
from . import res_partner_habits
from . import res_partner_professionals
from . import res_partner_referrals
from . import res_partner_noted
from . import privacy_lookup_wizard
from . import base_partner_merge_automatic_wizard
from . import customer_quality_review
from . import customer_quality_review_evidence
from . import customer_quality_review_decision
from . import res_partner_reviews
from . import customer_playbook
from . import customer_tier_scheme
from . import customer_tier_standing
