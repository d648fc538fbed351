from odoo import fields, models

from .res_partner import GROUP


class CustomerTierStanding(models.Model):
    """Set by hand from where one sees what is set."""

    _inherit = "customer.tier.standing"

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
        self.invalidate_recordset(["override_id"])


class ResPartner(models.Model):
    """The same from the contact, in the scheme that he shows."""

    _inherit = "res.partner"

    customer_tier_override_id = fields.Many2one(
        related="customer_tier_standing_id.override_id",
        related_sudo=False,
        groups=GROUP,
    )
    customer_tier_explanation = fields.Json(
        related="customer_tier_standing_id.explanation_details",
        # with the reader's rights: he is offered no documents that he may not see
        related_sudo=False,
        groups=GROUP,
    )

    def action_set_customer_tier_by_hand(self):
        return self.customer_tier_standing_id.action_set_by_hand()

    def action_remove_customer_tier_by_hand(self):
        return self.customer_tier_standing_id.action_remove_by_hand()
