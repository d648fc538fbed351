from odoo import api, models


class CustomerTierStanding(models.Model):
    """Set by hand from where one sees what is set."""

    _inherit = "customer.tier.standing"

    @api.model
    def _forget_manual(self):
        """Drop what this transaction has read of manual tiers."""
        self.invalidate_model(
            ["override_id", "falls_on", "explanation_details"], flush=False
        )
        self.env["res.partner"]._forget_customer_tiers()

    def action_set_manual(self):
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

    def action_remove_manual(self):
        """What was set by hand no longer holds; its history stays in the archive."""
        self.override_id.action_archive()
