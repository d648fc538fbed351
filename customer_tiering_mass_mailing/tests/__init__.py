from . import test_mailing_filters
from . import test_mailing_groups
from . import test_mailing_held_back
from . import test_mailing_lists
from . import test_mailing_rights
from . import test_mailing_tours
from . import test_mailing_touches
