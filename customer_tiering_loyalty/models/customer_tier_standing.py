from odoo import api, models

from odoo.addons.customer_tiering.tools.figure_fields import FloatFigure

from .points import CARDS, POINTS


class CustomerTierStanding(models.Model):
    _inherit = "customer.tier.standing"

    loyalty_points = FloatFigure(readonly=True, digits=(16, 2))

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), POINTS.name]

    @api.model
    def _openers(self):
        return super()._openers() | {"loyalty_cards": CARDS}
