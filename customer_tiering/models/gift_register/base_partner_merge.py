from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """A merge moves entries of the register to another contact: seal them again.

    The names in the register stay. An entry that was changed behind the register's back
    before is not sealed, so that *Verify* still finds it.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        gifts = self.env["customer.gift"].sudo()
        moved = gifts.search(
            [
                ("number", "!=", False),
                "|",
                ("partner_id", "in", partner_ids),
                ("contact_id", "in", partner_ids),
            ],
            order="register_date, id",
        )
        seals = self.env["customer.gift.seal"].sudo()
        moved = seals._intact(moved) if moved else moved
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        if moved:
            self.env.invalidate_all()
            seals._seal(moved - seals._intact(moved), "merge")
        return result
