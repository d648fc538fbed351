from . import test_loyalty_give_back
from . import test_loyalty_points
from . import test_loyalty_programs
