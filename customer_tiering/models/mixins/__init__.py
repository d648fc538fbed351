"""Abstract models that several rooms inherit from, without a table of their own.

It may only use the tools. Every other room may inherit from it.
"""

from . import base
from . import customer_tier_first_use
from . import customer_tier_in_reach
from . import customer_tier_kept
from . import customer_tier_shared
from . import customer_tier_written_domain
from . import customer_tier_line
from . import customer_tier_matrix
from . import customer_tier_entry_matrix
from . import customer_tier_document
from . import customer_tier_figures
from . import customer_tier_scheme_column
