from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """The explanation on the contact, for the scheme that the contact shows."""

    _inherit = "res.partner"

    customer_tier_override_id = fields.Many2one(
        "customer.tier.override",
        compute="_compute_customer_tier_override_id",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    # with the rights of the reader, so no links to documents that they may not see
    customer_tier_explanation = fields.Json(
        compute="_compute_customer_tier_explanation",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_customer_tier_override_id(self):
        for partner in self:
            standing = partner.customer_tier_standing_id
            partner.customer_tier_override_id = standing.override_id

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang", "uid")
    def _compute_customer_tier_explanation(self):
        for partner in self:
            standing = partner.customer_tier_standing_id
            details = standing.explanation_details
            if details and standing.partner_id != partner._origin:
                customer = standing.partner_id.display_name
                details = {"of": self.env._("Figures of %s", customer), **details}
            partner.customer_tier_explanation = details

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(
            ["customer_tier_override_id", "customer_tier_explanation"], flush=False
        )
        return super()._forget_customer_tiers()

    def action_set_customer_tier_manual(self):
        return self.customer_tier_standing_id.action_set_manual()

    def action_remove_customer_tier_manual(self):
        return self.customer_tier_standing_id.action_remove_manual()
