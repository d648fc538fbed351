"""What the tests of the pure packages need: the packages themselves, and hypothesis."""

import sys
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

ROOT = Path(__file__).resolve().parents[1]
ADDON = ROOT / "customer_tiering"


def prepare():
    """Make the packages importable without Odoo, and hypothesis the same everywhere."""
    # the addon's own __init__ imports odoo, so its folder goes on the path, not its
    # parent
    if str(ADDON) not in sys.path:
        sys.path.insert(0, str(ADDON))
    # what hypothesis notes for itself lies with the rest of the passing state
    set_hypothesis_home_dir(ROOT / ".dev" / "hypothesis")
    # the same examples on every machine, and no verdict by a slow machine
    settings.register_profile(
        "stable", derandomize=True, deadline=None, max_examples=30, database=None
    )
    settings.load_profile("stable")
