"""`python -m launcher` is ./dev."""

import sys

from .cli import main

sys.exit(main())
