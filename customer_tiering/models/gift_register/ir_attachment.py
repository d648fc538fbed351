from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.uninstall import uninstalling
from .customer_gift_register import REGISTER, REGISTER_KEY

# fields that move the file to another record
OWNER = {"res_model", "res_id", "res_field"}
# fields that change the file or what it is called
CONTENT = {*OWNER, "datas", "raw", "db_datas", "type", "url", "name", "mimetype"}


class IrAttachment(models.Model):
    """The evidence of a registered gift is locked like the gift.

    Files attached to later messages are not part of the entry.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments.filtered("res_field")._refuse_if_evidence()
        return attachments

    def write(self, vals):
        if CONTENT.isdisjoint(vals):
            return super().write(vals)
        self._refuse_if_evidence()
        result = super().write(vals)
        if not OWNER.isdisjoint(vals):
            # an old file that is moved onto a gift would pass for its photo
            self._refuse_if_evidence()
        return result

    def unlink(self):
        if not uninstalling(self.env):
            self._refuse_if_evidence()
        return super().unlink()

    def _refuse_if_evidence(self):
        if self.env.context.get(REGISTER_KEY) is REGISTER or not self.ids:
            return
        self.flush_model(["res_model", "res_id", "res_field"])
        self.env["customer.gift"].flush_model(["number"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT f.id, g.number FROM ir_attachment f
                  JOIN customer_gift g ON g.id = f.res_id
                 WHERE f.id = ANY(%(ids)s) AND f.res_model = 'customer.gift'
                   AND f.res_field IS NOT NULL AND g.number IS NOT NULL
                 UNION ALL
                SELECT r.ir_attachment_id, g.number FROM customer_gift_evidence_rel r
                  JOIN customer_gift g ON g.id = r.customer_gift_id
                 WHERE r.ir_attachment_id = ANY(%(ids)s) AND g.number IS NOT NULL
                 LIMIT 1
                """,
                ids=self.ids,
            )
        )
        for id_, number in found:
            raise UserError(
                self.env._(
                    "“%(file)s” is evidence for “%(number)s” in the register and "
                    "cannot be changed. Add a new file in a message, or correct "
                    "the gift.",
                    file=self.browse(id_).sudo().name,
                    number=number,
                )
            )
