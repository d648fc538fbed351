"""Register of gifts that have ended: numbered, locked, corrected by new entries.

It owns the fields of the register, its seals and pseudonyms. It extends every gift room
and decides what can still be changed.
"""

from . import kept
from . import customer_gift_budget
from . import customer_gift_budget_line
from . import customer_tier_scheme
from . import customer_tier
from . import customer_gift_register
from . import customer_gift_day
from . import customer_gift_unusual
from . import customer_gift_evidence
from . import customer_gift_seal
from . import customer_gift_seal_check
from . import customer_gift_register_entry
from . import customer_gift_correction
from . import customer_gift_pseudonym
from . import customer_gift_pseudonym_replace
from . import customer_gift_pseudonym_request
from . import base_partner_merge
from . import ir_attachment
from . import res_company
from . import res_config_settings
