"""Whom to write to at a customer, and how often in a month.

It owns no table: rooms above, and other addons, add what counts as a contact.
"""

from . import customer_tier_touch
from . import mail_activity_type
from . import res_company
from . import res_config_settings
from . import res_partner
