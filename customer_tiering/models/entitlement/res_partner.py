from odoo import api, fields, models

from ...tools.groups import USER_GROUP
from . import steps


class ResPartner(models.Model):
    """What the customer is entitled to; counted, not stored."""

    _inherit = "res.partner"

    customer_tier_entitlement_count = fields.Integer(
        string="Open Entitlements",
        compute="_compute_customer_tier_entitlement_count",
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_entitlement_count(self):
        counts = dict(
            self.env["customer.tier.entitlement"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "in", steps.OPEN),
                ],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            customer = partner.commercial_partner_id._origin
            partner.customer_tier_entitlement_count = counts.get(customer, 0)

    def action_view_customer_tier_entitlements(self):
        """Open what this customer is and was entitled to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_entitlement_action"
        )
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action
