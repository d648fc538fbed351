from . import test_event_training
