from odoo import api, models
from odoo.exceptions import UserError

from .customer_gift_register import REGISTER, REGISTER_KEY

# fields that change the file, or move it to another record
CONTENT = {
    "datas",
    "raw",
    "db_datas",
    "type",
    "url",
    "res_model",
    "res_id",
    "res_field",
}


class IrAttachment(models.Model):
    """The evidence of a registered gift is locked like the gift.

    Evidence is the photo of the gift and what was attached before the entry. Files
    attached to later messages are not part of the entry.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments.filtered("res_field")._refuse_if_evidence()
        return attachments

    def write(self, vals):
        if CONTENT & set(vals):
            self._refuse_if_evidence()
        return super().write(vals)

    def unlink(self):
        module = self.env["ir.module.module"].sudo()._get("customer_tiering")
        if module.state != "to remove":
            self._refuse_if_evidence()
        return super().unlink()

    def _refuse_if_evidence(self):
        if self.env.context.get(REGISTER_KEY) is REGISTER:
            return
        own = self.sudo().filtered(lambda file: file.res_model == "customer.gift")
        gifts = self.env["customer.gift"].sudo().browse(own.mapped("res_id")).exists()
        entered = {gift.id: gift for gift in gifts if gift.number}
        for file in own:
            gift = entered.get(file.res_id)
            if gift and (file.res_field or file.create_date <= gift.register_date):
                raise UserError(
                    self.env._(
                        "“%(file)s” is evidence for “%(number)s” in the register and "
                        "cannot be changed. Add a new file in a message, or correct "
                        "the gift.",
                        file=file.name,
                        number=gift.number,
                    )
                )
