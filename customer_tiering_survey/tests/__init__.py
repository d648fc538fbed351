from . import test_needs
from . import test_needs_playbook
