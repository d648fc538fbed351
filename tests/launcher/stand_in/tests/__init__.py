from . import test_stand_in
