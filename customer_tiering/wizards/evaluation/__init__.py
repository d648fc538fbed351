from . import customer_tier_preview_frame
from . import customer_tier_preview
from . import customer_tier_preview_line
