from . import test_bad_rows
from . import test_customer
from . import test_lifecycle
from . import test_ranking
from . import test_rerun
from . import test_revenue
