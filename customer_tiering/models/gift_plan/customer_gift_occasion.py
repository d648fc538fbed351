from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import refuses_unlink


class CustomerGiftOccasion(models.Model):
    _inherit = "customer.gift.occasion"

    @refuses_unlink
    def _unlink_except_used(self):
        """Raise UserError instead of the database's message about a foreign key."""
        # dates without a plan are deleted with their occasion; the others prevent it
        self.date_ids.unlink()
        for occasion in self:
            count = (
                self.env["customer.gift"]
                .sudo()
                .search_count([("occasion_id", "=", occasion.id)])
            )
            if count:
                raise UserError(
                    self.env._(
                        "“%(occasion)s” is the occasion of %(count)s gifts and cannot "
                        "be deleted. Archive it instead.",
                        occasion=occasion.name,
                        count=count,
                    )
                )
