from odoo import api, models

from .kept import refuse_if_given


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        refuse_if_given(self, "scheme_id")
