from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What merged contacts rated about us stays, and open requests can be answered.

    Odoo moves who gave a rating. It deletes the ratings on a contact that is merged
    into another one.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        result = super()._update_reference_fields(src_partners, dst_partner)
        ratings = self.env["rating.rating"].sudo()
        ratings.search(
            [("res_model", "=", "res.partner"), ("res_id", "in", src_partners.ids)]
        ).res_id = dst_partner.id
        return result
