from odoo import models

from ...tools.uninstall import refuses_unlink
from .kept import refuse_if_given


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    @refuses_unlink
    def _unlink_except_given(self):
        refuse_if_given(self, "scheme_id")
