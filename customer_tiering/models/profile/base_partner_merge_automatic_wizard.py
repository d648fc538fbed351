from odoo import models

STYLE = (
    "customer_tier_style_id",
    "customer_tier_temperament_id",
    "customer_tier_noted_by_id",
    "customer_tier_noted_on",
)


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The style of a merged person is kept, also by those who may not read it.

    Odoo merges the columns that the user may read. Traits and notes are rows of their
    own, which it moves by SQL.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        kept = dst_partner.sudo()
        others = src_partners.sudo().filtered(lambda one: any(one[n] for n in STYLE))
        if others and not any(kept[name] for name in STYLE):
            kept.write({name: others[0][name] for name in STYLE})
        return super()._update_values(src_partners, dst_partner)
