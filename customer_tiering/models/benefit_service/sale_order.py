from odoo import models


class SaleOrder(models.Model):
    """Mail of the customer on a quotation or an order asks for a reply."""

    _inherit = "sale.order"

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        self.env["customer.tier.benefit"]._follow_conversation(
            self, message, self.company_id
        )
        return result
