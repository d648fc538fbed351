from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Products that can be given: the gift catalogue."""

    _inherit = "product.template"

    customer_gift_ok = fields.Boolean(string="Can Be Given as a Gift")

    @api.model
    def _suggest_gifts(self, plan, frame):
        """``frame`` with ``product_id``, ``cost`` and ``list_value`` of a gift each.

        ``cost`` never exceeds ``amount``; who finds nothing that fits has no product
        and a cost of ``amount``.
        """
        return frame.assign(product_id=None, cost=frame["amount"], list_value=None)
