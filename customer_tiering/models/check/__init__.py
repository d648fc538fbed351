"""What was checked stays as it was: kept figures, signatures, comparisons.

It owns the figures that are kept with an evaluation, as of any day, and who vouches for
them. It may use evaluation, standing, collector and scheme.
"""

from . import customer_tier_evaluation_kept
from . import customer_tier_evaluation_figure
from . import customer_tier_evaluation_closed
from . import customer_tier_scheme_closed
from . import customer_tier_evaluation_checked
from . import customer_tier_evaluation_compare
from . import customer_tier_evaluation_difference
from . import customer_tier_evaluation_signature
from . import ir_attachment
