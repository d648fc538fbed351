from . import customer_group_refusal
from . import mail_group_member
from . import customer_group
