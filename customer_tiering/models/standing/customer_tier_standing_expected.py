from odoo import api, models

from ...classification.expected import EXPECTED
from ...tools.figure_fields import FloatFigure, MonetaryFigure


class CustomerTierStanding(models.Model):
    """What the customer is expected to buy, as of the day of the figures."""

    _inherit = "customer.tier.standing"

    chance_active = FloatFigure(
        readonly=True,
        aggregator="avg",
        help="Chance that the customer still buys from you, judged by the time since "
        "the last purchase and by how often they bought before.",
    )
    expected_revenue = MonetaryFigure(
        readonly=True,
        help="Revenue expected from the customer in the coming 12 months.",
    )

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), *(column.name for column in EXPECTED)]
