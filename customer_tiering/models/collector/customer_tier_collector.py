from odoo import api, models

from . import contacts, expected, margin, pace, payments, referrals, revenue, sales


class CustomerTierCollector(models.AbstractModel):
    """Where other addons add what is read of Odoo's documents."""

    _name = "customer.tier.collector"
    _description = "Collector of Customer Figures"

    @api.model
    def _sources(self, reading):
        """Name -> `Source` for the `Reading`. Extend it to add or replace a source."""
        return {
            **revenue.sources(reading),
            **contacts.SOURCES,
            **sales.SOURCES,
            **pace.sources(reading),
            **expected.SOURCES,
            **margin.SOURCES,
            **referrals.SOURCES,
            **payments.SOURCES,
        }
