"""Records that stay may go only while the addon is being uninstalled."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from odoo import api
from odoo.api import Environment


def uninstalling(env: Environment) -> bool:
    """True while Odoo uninstalls this addon.

    The state of the module says so. Odoo's own mark is a key of the context, and every
    caller over RPC can set that.
    """
    module = env["ir.module.module"].sudo()._get("customer_tiering")
    return module.state == "to remove"


def refuses_unlink(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """Decorate a method that raises if its records must not be deleted.

    Like ``api.ondelete(at_uninstall=False)``, whom every caller can switch off: see
    `uninstalling`.
    """

    @api.ondelete(at_uninstall=True)
    @wraps(check)
    def refuse(self: Any) -> None:
        if not uninstalling(self.env):
            check(self)

    return refuse
