"""What several rooms build on: abstract models, no table, no subject of its own.

It may touch the tools and nothing else; every other room may inherit from it.
"""

from . import customer_tier_in_reach
from . import customer_tier_written_domain
from . import customer_tier_line
from . import customer_tier_matrix
from . import customer_tier_document
