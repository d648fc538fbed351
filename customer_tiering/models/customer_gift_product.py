from odoo import models


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    def _gift_product_problem(self):
        """Why the product of this gift cannot be given any more; nothing if it can."""
        self.ensure_one()
        product = self.product_id.sudo()
        if not product:
            return ""
        if not product.active or not product.product_tmpl_id.active:
            return self.env._(
                "“%s” is archived. Choose another gift from the catalogue.",
                product.display_name,
            )
        if not product.customer_gift_ok:
            return self.env._(
                "“%s” is no longer in the gift catalogue. Choose another gift, or let "
                "the product be given again.",
                product.display_name,
            )
        return ""
