from . import customer_tier_evaluation
from . import customer_tier_scheme
