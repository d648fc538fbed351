from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ProductTemplate(models.Model):
    _inherit = "product.template"

    customer_tier_feedback_count = fields.Integer(
        string="Product Feedback",
        compute="_compute_customer_tier_feedback_count",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_tier_feedback_count(self):
        counts = dict(
            self.env["customer.product.feedback"]._read_group(
                [("product_tmpl_id", "in", self.ids)],
                ["product_tmpl_id"],
                ["__count"],
            )
        )
        for product in self:
            product.customer_tier_feedback_count = counts.get(product._origin, 0)

    def action_view_customer_tier_feedback(self):
        """What customers missed in this product."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_product_feedback_action"
        )
        action["domain"] = [("product_tmpl_id", "=", self.id)]
        action["context"] = {"default_product_tmpl_id": self.id}
        return action
