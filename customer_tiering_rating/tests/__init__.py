from . import test_rating_metric
from . import test_rating_request
from . import test_rating_unhappy
