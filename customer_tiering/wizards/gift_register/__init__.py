from . import customer_gift_pseudonymise
from . import customer_gift_register_print
from . import customer_gift_register_verify
