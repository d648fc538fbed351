from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """What is going on with a customer: their plays."""

    _inherit = "res.partner"

    customer_tier_play_count = fields.Integer(
        string="Plays",
        compute="_compute_customer_tier_play_count",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_tier_play_count(self):
        counts = dict(
            self.env["customer.playbook.play"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.customer_tier_play_count = counts.get(
                partner.commercial_partner_id._origin, 0
            )

    def action_view_customer_tier_plays(self):
        """Open the plays of this customer."""
        self.ensure_one()
        action = self.env["customer.playbook"]._plays_action()
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action
