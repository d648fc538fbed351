from odoo import models
from odoo.exceptions import MissingError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """A customer tier that a user may not see is like one that does not exist.

        Otherwise the ids would tell another company how many customers have a tier.
        """
        if not getattr(records, "_hidden_like_missing", False):
            return super()._make_access_error(operation, records)
        return MissingError(
            self.env._(
                "This customer tier does not exist, or it is not yours to see. Go back "
                "to the list."
            )
        )
