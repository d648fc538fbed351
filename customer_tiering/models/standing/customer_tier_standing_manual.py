from odoo import api, fields, models


class CustomerTierStanding(models.Model):
    """The manual tier of a customer, and the buttons that set and remove it."""

    _inherit = "customer.tier.standing"

    override_id = fields.Many2one(
        "customer.tier.override",
        string="Manual Tier",
        compute="_compute_override_id",
        help="The manual tier that applies today.",
    )

    def _compute_override_id(self):
        """The latest one in force, as the evaluation takes it."""
        overrides = self.env["customer.tier.override"].search(
            [
                ("scheme_id", "in", self.scheme_id.ids),
                ("partner_id.commercial_partner_id", "in", self.partner_id.ids),
            ],
            order="id",
        )
        latest = {
            (o.scheme_id, o.partner_id.commercial_partner_id): o
            for o in overrides
            if not o.date_end or o.date_end >= o.scheme_id._today()
        }
        for standing in self:
            key = (standing.scheme_id, standing.partner_id)
            standing.override_id = latest.get(key, False)

    @api.model
    def _forget_manual(self):
        """Forget what this transaction has read of manual tiers."""
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
        """End the manual tier; it stays in the archive with its history."""
        self.override_id.action_archive()
