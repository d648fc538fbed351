from odoo import api, models

from .points import POINTS, SOURCE


class CustomerTierCollector(models.AbstractModel):
    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, reading):
        return super()._sources(reading) | {POINTS.name: SOURCE}
