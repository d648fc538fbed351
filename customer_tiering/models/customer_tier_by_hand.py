from odoo import api, fields, models

from .res_partner import GROUP


class CustomerTierStanding(models.Model):
    """Set by hand from where one sees what is set."""

    _inherit = "customer.tier.standing"

    @api.model
    def _forget_by_hand(self):
        """Drop what this transaction has read of manual tiers."""
        self.invalidate_model(
            ["override_id", "falls_on", "explanation_details"], flush=False
        )
        self.env["res.partner"]._forget_customer_tiers()

    def action_set_by_hand(self):
        """Open the wizard for these customers, or the manual tier of the only one."""
        if len(self) == 1 and self.override_id:
            return {
                "type": "ir.actions.act_window",
                "res_model": "customer.tier.override",
                "res_id": self.override_id.id,
                "views": [(False, "form")],
                "target": "current",
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_override_wizard_action"
        )
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action

    def action_remove_by_hand(self):
        """What was set by hand no longer holds; its history stays in the archive."""
        self.override_id.action_archive()


class ResPartner(models.Model):
    """The same from the contact, in the scheme that he shows."""

    _inherit = "res.partner"

    customer_tier_override_id = fields.Many2one(
        "customer.tier.override",
        compute="_compute_customer_tier_override_id",
        compute_sudo=False,
        groups=GROUP,
    )
    # with the reader's rights: he is offered no documents that he may not see
    customer_tier_explanation = fields.Json(
        compute="_compute_customer_tier_explanation", compute_sudo=False, groups=GROUP
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
            partner.customer_tier_explanation = standing.explanation_details

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(
            ["customer_tier_override_id", "customer_tier_explanation"], flush=False
        )
        return super()._forget_customer_tiers()

    def action_set_customer_tier_by_hand(self):
        return self.customer_tier_standing_id.action_set_by_hand()

    def action_remove_customer_tier_by_hand(self):
        return self.customer_tier_standing_id.action_remove_by_hand()
