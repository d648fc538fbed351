from odoo import api, models

from .ratings import AVERAGE, SOURCE


class CustomerTierCollector(models.AbstractModel):
    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, reading):
        return super()._sources(reading) | {AVERAGE.name: SOURCE}
