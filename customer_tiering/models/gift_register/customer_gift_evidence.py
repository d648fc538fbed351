from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL


class CustomerGift(models.Model):
    """The evidence of a gift belongs to the gift: its photo and ``evidence_ids``.

    On entry, every file that is attached to the gift becomes evidence. What is attached
    later, to a message, does not.
    """

    _inherit = "customer.gift"

    @api.model_create_multi
    def create(self, vals_list):
        gifts = super().create(vals_list)
        if any(vals.get("evidence_ids") for vals in vals_list):
            gifts._tie_loose_files()
        return gifts

    def write(self, vals):
        result = super().write(vals)
        if vals.get("evidence_ids"):
            self._tie_loose_files()
        return result

    def _tie_loose_files(self):
        """Files uploaded before their gift was saved belong to nobody: tie them."""
        for gift in self.sudo().filtered("evidence_ids"):
            loose = gift.evidence_ids.filtered(lambda file: not file.res_id)
            if loose:
                loose.write({"res_model": self._name, "res_id": gift.id})

    def _tie_evidence(self):
        """Make all files of these gifts their own evidence, for the entry.

        A file of another record, such as a vendor bill, is copied, as its owner may
        change it.
        """
        gifts = self.sudo()._as_register()
        gifts._tie_loose_files()
        for gift in gifts.filtered("evidence_ids"):
            others = gift.evidence_ids.filtered(
                lambda file, gift=gift: (
                    (file.res_model, file.res_id) != (gift._name, gift.id)
                )
            )
            if others:
                copies = others.copy({"res_model": gift._name, "res_id": gift.id})
                gift.evidence_ids = [
                    *(Command.unlink(file.id) for file in others),
                    *(Command.link(file.id) for file in copies),
                ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_gift_evidence_rel
                       (customer_gift_id, ir_attachment_id)
                SELECT res_id, id FROM ir_attachment
                 WHERE res_model = 'customer.gift' AND res_id = ANY(%s)
                   AND res_field IS NULL
                ON CONFLICT DO NOTHING
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["evidence_ids"], flush=False)
