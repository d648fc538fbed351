from odoo import api, models

from odoo.addons.customer_tiering.tools.figure_fields import FloatFigure

from .ratings import AVERAGE, RATINGS


class CustomerTierStanding(models.Model):
    _inherit = "customer.tier.standing"

    average_rating = FloatFigure(
        string="Average Rating (of 5)", readonly=True, aggregator="avg", digits=(16, 2)
    )

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), AVERAGE.name]

    @api.model
    def _openers(self):
        return super()._openers() | {"ratings": RATINGS}
