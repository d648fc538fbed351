"""Gift plans: proposals, orders, deliveries, comparison group, effect.

It owns plans, who made them, and the planner, uses gifts, budgets and occasions, and
writes gifts set-based.
"""

from . import customer_gift_plan
from . import customer_gift_planner
from . import customer_gift_plan_budget
from . import customer_gift_plan_preview
from . import customer_gift_plan_occasion
from . import customer_gift_planner_collect
from . import customer_gift_planner_publish
from . import customer_gift_plan_make
from . import customer_gift_request
from . import customer_gift_plan_request
from . import customer_gift_plan_cost
from . import customer_gift_plan_guard
from . import customer_gift_occasion_date
from . import customer_gift_occasion
from . import customer_gift_plan_order
from . import customer_gift
from . import customer_gift_plan_delivery
from . import customer_gift_comparison
from . import customer_gift_plan_comparison
from . import customer_gift_planner_comparison
from . import customer_gift_effect
from . import customer_gift_plan_effect
