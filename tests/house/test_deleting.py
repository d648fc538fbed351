"""Nobody who calls from outside can switch off what refuses to delete a record.

``api.ondelete(at_uninstall=False)`` is not called with the key ``_force_unlink`` in the
context, which every caller over RPC can set. `tools.uninstall` asks the database.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "customer_tiering").rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_refuses_to_delete_cannot_be_switched_off(module):
    code = [
        line
        for line in module.read_text().splitlines()
        if line.strip().startswith("@api.ondelete(")
    ]
    if module.name == "uninstall.py":
        assert [line.strip() for line in code] == ["@api.ondelete(at_uninstall=True)"]
    else:
        assert not code
