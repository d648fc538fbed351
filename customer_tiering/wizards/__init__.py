"""What is looked at or asked once and thrown away, by the rooms of `models`."""

from . import scheme
from . import evaluation
from . import standing
from . import playbook
from . import intention
from . import segment
from . import gift
from . import gift_budget
from . import gift_plan
from . import gift_register
from . import benefit
from . import entitlement
from . import benefit_worth
from . import statement
