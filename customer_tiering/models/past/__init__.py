"""What customers did before: the months in which they bought, last year's tier.

It owns no table. It extends standings, whose search then finds who bought in a month or
had a tier a year ago, and activities, whose customers it finds.
"""

from . import customer_tier_scheme
from . import customer_tier_standing
from . import mail_activity
