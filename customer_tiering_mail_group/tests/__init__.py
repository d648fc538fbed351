from . import test_mail_groups
