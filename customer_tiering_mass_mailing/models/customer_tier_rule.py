from odoo import api, models


class CustomerTierRule(models.Model):
    """A tier that is new in a scheme gets its filter, if the others have theirs."""

    _inherit = "customer.tier.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.scheme_id._follow_mailing_filters()
        return rules

    def unlink(self):
        schemes = self.scheme_id
        result = super().unlink()
        schemes.exists()._follow_mailing_filters()
        return result
