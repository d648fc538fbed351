from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import uninstalling

# fields that change a file, or move it to another record
CONTENT = {
    "datas",
    "raw",
    "db_datas",
    "type",
    "url",
    "mimetype",
    "name",
    "res_model",
    "res_id",
    "res_field",
}


class IrAttachment(models.Model):
    """The file of a checked evaluation stays as it is (rule K23)."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & set(vals):
            self._refuse_if_checked()
        return super().write(vals)

    def unlink(self):
        if not uninstalling(self.env):
            self._refuse_if_checked()
        return super().unlink()

    def _refuse_if_checked(self):
        own = self.sudo().filtered(
            lambda file: file.res_model == "customer.tier.evaluation"
        )
        if not own:
            return
        signatures = self.env["customer.tier.evaluation.signature"].sudo()
        signature = signatures.search([("attachment_id", "in", own.ids)], limit=1)
        if signature:
            raise UserError(
                self.env._(
                    "“%(file)s” belongs to the check of “%(evaluation)s” and cannot be "
                    "changed.",
                    file=signature.attachment_id.name,
                    evaluation=signature.evaluation_id.display_name,
                )
            )
