"""The tier on contacts and on Odoo's own documents: fields, filters, badges.

It owns no table. It reads standings with SQL. On contacts, it only stores what people
enter there.
"""

from . import crm_lost_reason
from . import ir_filters
from . import res_company
from . import res_config_settings
from . import res_partner
from . import res_partner_profile
from . import res_partner_filters
from . import res_partner_figures
from . import res_partner_badges
from . import res_partner_explanation
from . import customer_tier_scheme
from . import res_partner_refresh
from . import customer_tier_standing
from . import base_partner_merge_automatic_wizard
from . import account_move
from . import account_move_line
from . import crm_lead
from . import sale_order
