from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.customer_tiering.tools.groups import ACCOUNTANT_GROUP


class PosOrder(models.Model):
    """Till orders as evidence: the orders behind a line of a bridge."""

    _inherit = "pos.order"

    customer_tier_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    customer_tier_bridge_id = fields.Many2one(
        "customer.tier.evaluation.bridge",
        string="Line of a Bridge",
        compute="_compute_customer_tier_bridge_id",
        search="_search_customer_tier_bridge_id",
        groups=ACCOUNTANT_GROUP,
        help="Used for searching only: the till orders that a line of an evaluation "
        "adds up.",
    )
    customer_tier_bridge_amount = fields.Monetary(
        string="Amount in the Bridge",
        compute="_compute_customer_tier_bridge_amount",
        currency_field="customer_tier_currency_id",
        groups=ACCOUNTANT_GROUP,
        help="How much of the order is in the line of the bridge that was opened.",
    )

    @api.depends_context("customer_tier_bridge")
    def _compute_customer_tier_bridge_amount(self):
        line = self.env["customer.tier.evaluation.bridge"].browse(
            self.env.context.get("customer_tier_bridge")
        )
        amounts = line._amounts_of(self) if line else {}
        for order in self:
            order.customer_tier_bridge_amount = amounts.get(order.id, 0.0)

    def _compute_customer_tier_bridge_id(self):
        self.customer_tier_bridge_id = False

    @api.model
    def _search_customer_tier_bridge_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        bridge = self.env["customer.tier.evaluation.bridge"]
        lines = bridge.search([("id", "in", [one for one in value if one])])
        return Domain.OR(
            line._items_domain()
            for line in lines
            if line.can_open and line._opens_orders
        )
