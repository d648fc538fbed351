from . import test_till_bad_input
from . import test_till_counter
from . import test_till_demo
from . import test_till_evidence
from . import test_till_invoices
from . import test_till_property
from . import test_till_sales
from . import test_till_tours
