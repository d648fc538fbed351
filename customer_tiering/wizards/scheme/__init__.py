from . import ir_module_module
from . import customer_tier_presets_segments
from . import customer_tier_preset_wizard
from . import customer_tier_scheme_transfer
from . import customer_tier_setup
from . import customer_tier_setup_amounts
