from . import customer_gift_plan_add
from . import customer_gift_setup
