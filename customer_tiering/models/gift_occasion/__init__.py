"""Gift occasions: rules for their dates, the calendar, reminders.

It owns occasions and their dates, which `gifting.occasions` calculates. It knows no
plan, no budget and no gift.
"""

from . import customer_tier_first_use
from . import customer_gift_occasion
from . import customer_gift_occasion_date
from . import customer_gift_occasion_rule
from . import customer_gift_occasion_lead
from . import customer_gift_occasion_calendar
from . import customer_gift_occasion_date_merge
from . import customer_gift_occasion_date_reminder
