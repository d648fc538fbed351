from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """How good it is to work with a customer: their reviews."""

    _inherit = "res.partner"

    customer_tier_review_count = fields.Integer(
        string="Reviews",
        compute="_compute_customer_tier_review_count",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_tier_review_count(self):
        counts = dict(
            self.env["customer.quality.review"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.customer_tier_review_count = counts.get(
                partner.commercial_partner_id._origin, 0
            )

    def action_view_customer_tier_reviews(self):
        """Open the reviews of this customer, or a new one if there is none."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_quality_review_action"
        )
        customer = self.commercial_partner_id
        action["domain"] = [("partner_id", "=", customer.id)]
        action["context"] = {"default_partner_id": customer.id}
        if not self.customer_tier_review_count:
            action["views"] = [(False, "form")]
        return action
