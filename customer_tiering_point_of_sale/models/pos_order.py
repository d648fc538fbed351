from odoo import fields, models

from odoo.addons.customer_tiering.tools.groups import ACCOUNTANT_GROUP


class PosOrder(models.Model):
    """Till orders as evidence: the orders behind a line of a bridge."""

    _name = "pos.order"
    _inherit = ["pos.order", "customer.tier.bridge.evidence"]

    customer_tier_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    customer_tier_bridge_amount = fields.Monetary(
        string="Amount in the Bridge",
        compute="_compute_customer_tier_bridge_amount",
        currency_field="customer_tier_currency_id",
        groups=ACCOUNTANT_GROUP,
        help="How much of the order is in the line of the bridge that was opened.",
    )
