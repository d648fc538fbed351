from odoo import models, tools


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    @tools.ormcache("company_id")
    def _besides_ids(self, company_id):
        """The schemes of ``company_id`` that are shown as an additional badge."""
        schemes = self.sudo().browse(self._shown_ids(company_id))
        return tuple(schemes.filtered("shown_besides").ids)
