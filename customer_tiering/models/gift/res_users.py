from odoo import models
from odoo.tools import SQL


class ResUsers(models.Model):
    _inherit = "res.users"

    def unlink(self):
        """Clear who created a gift or wrote on it: no foreign key does it."""
        ids = self.ids
        result = super().unlink()
        for column in ("create_uid", "write_uid"):
            self.env.cr.execute(
                SQL(
                    "UPDATE customer_gift SET %(column)s = NULL"
                    " WHERE %(column)s = ANY(%(ids)s)",
                    column=SQL.identifier(column),
                    ids=ids,
                )
            )
        self.env["customer.gift"].invalidate_model(["create_uid", "write_uid"])
        return result
