from odoo import models, tools


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    @tools.ormcache("company_id")
    def _besides_ids(self, company_id):
        """Of the schemes that ``company_id`` shows, those with a badge of their own."""
        schemes = self.sudo().browse(self._shown_ids(company_id))
        return tuple(schemes.filtered("shown_besides").ids)
