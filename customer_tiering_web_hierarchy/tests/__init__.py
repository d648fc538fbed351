from . import test_referral_tree
