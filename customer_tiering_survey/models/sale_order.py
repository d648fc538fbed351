from odoo import api, fields, models

from odoo.addons.customer_tiering.tools.groups import USER_GROUP


class SaleOrder(models.Model):
    """A quotation for somebody who never bought, and whose needs nobody knows."""

    _inherit = "sale.order"

    customer_tier_needs_unknown = fields.Boolean(
        compute="_compute_customer_tier_needs_unknown",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    @api.depends("partner_id", "state")
    def _compute_customer_tier_needs_unknown(self):
        """Two statements, however many quotations."""
        quotations = self.filtered(
            lambda o: o.partner_id and o.state in ("draft", "sent")
        )
        customers = quotations.partner_id.commercial_partner_id
        bought = self.env["account.move"]._read_group(
            [
                ("move_type", "in", ("out_invoice", "out_receipt")),
                ("state", "=", "posted"),
                ("commercial_partner_id", "in", customers.ids),
            ],
            ["commercial_partner_id"],
        ) + self._read_group(
            [
                ("state", "=", "sale"),
                ("partner_id.commercial_partner_id", "in", customers.ids),
            ],
            ["partner_id"],
        )
        bought = {partner.commercial_partner_id for (partner,) in bought}
        for order in self:
            customer = order.partner_id.commercial_partner_id
            order.customer_tier_needs_unknown = (
                order in quotations
                and customer not in bought
                and not customer.customer_tier_needs_on
            )

    def action_customer_tier_ask_needs(self):
        """Mail the survey to the customer."""
        return self.partner_id.action_customer_tier_ask_needs()

    def action_customer_tier_note_needs(self):
        """Open the survey, to fill it in while speaking with the customer."""
        return self.partner_id.action_customer_tier_note_needs()
