from . import customer_gift_plan_add
