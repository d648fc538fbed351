from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    # to refresh one customer: has anybody bought anything of a category?
    _customer_tier_product_idx = models.Index("(product_id)")
