"""Gifts: their life cycle, who may make which move, what is given.

It owns gifts, who asked for them, tags and the gift catalogue, and knows occasions.
Budgets, plans, policies and the register extend gifts in their own rooms.
"""

from . import customer_gift
from . import product_template
from . import product_product
from . import customer_gift_tag
from . import customer_gift_product
from . import customer_gift_etiquette
from . import res_partner
from . import customer_gift_request
from . import customer_gift_change
from . import customer_gift_entry
from . import customer_gift_flow
from . import customer_gift_hold
from . import customer_gift_covers
from . import res_users
