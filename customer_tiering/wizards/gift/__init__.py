from . import customer_gift_reassign
from . import customer_gift_entry
from . import customer_gift_hold
from . import customer_gift_give
