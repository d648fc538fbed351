"""What an evaluation says about all customers together: how value is spread.

It owns one row of plain data per evaluation, written by the publishing transaction
from `classification.insight`. It extends evaluations.
"""

from . import customer_tier_insight
from . import customer_tier_evaluation
