from odoo import models
from odoo.exceptions import UserError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _customer_tier_variant(self):
        """The variant to offer: the only one, else the one that was sold most often."""
        self.ensure_one()
        variants = self.product_variant_ids
        if not variants:
            raise UserError(
                self.env._(
                    "“%s” has no variant yet. Add it to the quotation by hand.",
                    self.display_name,
                )
            )
        if len(variants) == 1:
            return variants
        sold = dict(
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [("product_id", "in", variants.ids), ("state", "=", "sale")],
                ["product_id"],
                ["__count"],
            )
        )
        return max(variants, key=lambda one: sold.get(one.sudo(), 0))
