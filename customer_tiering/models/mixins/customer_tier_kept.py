from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import uninstalling


class CustomerTierKept(models.AbstractModel):
    """A record that stays as it was made: not even the superuser changes or deletes it.

    The inheriting model says why in `_why_kept`.
    """

    _name = "customer.tier.kept"
    _description = "Record That Stays as It Was Made"

    def write(self, vals):
        if not self._may_change():
            self._refuse_change()
        return super().write(vals)

    def unlink(self):
        if not uninstalling(self.env):
            self._refuse_change()
        return super().unlink()

    def _may_change(self):
        """Whether the engine is at work that completes a record."""
        return False

    def _why_kept(self):
        """What is said to whoever tries to change or delete one, a sentence or two."""
        raise NotImplementedError

    def _refuse_change(self):
        if self:
            raise UserError(self._why_kept())
