from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_add_customer_tier_product(self, template_id):
        """Add a line with the product to this quotation."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("Only a quotation can still get a product."))
        template = self.env["product.template"].browse(template_id)
        template.check_access("read")
        variant = template._customer_tier_variant()
        self.order_line = [Command.create({"product_id": variant.id})]
