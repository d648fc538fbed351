from . import customer_gift_reassign
from . import customer_gift_entry
