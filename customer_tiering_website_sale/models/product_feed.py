from odoo import api, models
from odoo.exceptions import ValidationError


class ProductFeed(models.Model):
    """Anybody can read a feed: it never has the prices of a tier."""

    _inherit = "product.feed"

    @api.constrains("pricelist_id")
    def _check_no_tier_prices(self):
        for feed in self.sudo().filtered("pricelist_id.customer_tier_only"):
            raise ValidationError(
                self.env._(
                    "“%(list)s” has the prices of a tier, and everybody can read "
                    "“%(feed)s”. Choose another price list for one of them.",
                    list=feed.pricelist_id.name,
                    feed=feed.name,
                )
            )
