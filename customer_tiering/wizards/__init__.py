from . import customer_tier_preset_wizard
from . import customer_tier_scheme_transfer
from . import customer_tier_setup
from . import customer_tier_preview_frame
from . import customer_tier_preview
from . import customer_tier_preview_line
from . import customer_tier_migration
from . import customer_tier_grid
