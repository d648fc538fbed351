from odoo import models


class RatingRating(models.Model):
    """Ratings are found by who gave them."""

    _inherit = "rating.rating"

    _customer_tier_rater_idx = models.Index("(partner_id) WHERE consumed IS TRUE")
