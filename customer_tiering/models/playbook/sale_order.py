from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class SaleOrder(models.Model):
    """When a quotation was sent: Odoo only knows that it was."""

    _inherit = "sale.order"

    # with groups: portal users can read all fields of their own orders by RPC
    customer_tier_sent_on = fields.Datetime(
        string="Quotation Sent On",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
        help="When the quotation was last marked as sent.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(
            lambda one: one.state == "sent" and not one.sudo().customer_tier_sent_on
        )._note_sent_on()
        return orders

    def write(self, vals):
        sending = self.browse()
        if vals.get("state") == "sent":
            # the mail to the customer, the button, and a payment that is pending
            sending = self.filtered(lambda order: order.state != "sent")
        result = super().write(vals)
        sending._note_sent_on()
        return result

    def _note_sent_on(self):
        """Whoever sends need not be a user of customer tiers."""
        if self:
            self.sudo().customer_tier_sent_on = fields.Datetime.now()
