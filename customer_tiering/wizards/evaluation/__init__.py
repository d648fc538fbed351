from . import customer_tier_preview_frame
from . import customer_tier_preview
from . import customer_tier_preview_line
from . import customer_tier_evaluation_check
from . import customer_tier_evaluation_void
from . import customer_tier_closed_figures
