from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Of two open plays of one playbook, the younger ends as merged."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        plays = self.env["customer.playbook.play"].sudo()
        # the merge moved them by SQL
        plays.invalidate_model()
        plays._close_merged([("partner_id", "in", partner_ids)])
        return result
