from odoo import fields, models
from odoo.tools import groupby


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Of two lines of one customer in a group, the older goes on."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        members = self.env["customer.group.member"].sudo()
        # the merge moved them by SQL
        members.invalidate_model()
        now = members.search(
            [("partner_id", "in", partner_ids), ("left_on", "=", False)],
            order="joined_on, id",
        )
        for _key, several in groupby(now, lambda one: (one.group_id, one.partner_id)):
            for one in several[1:]:
                one.left_on = fields.Date.today()
        return result
