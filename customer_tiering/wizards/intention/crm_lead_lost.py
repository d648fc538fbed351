from odoo import fields, models
from odoo.exceptions import UserError

from ...models.intention.crm_lead import NO
from ...tools.groups import USER_GROUP


class CrmLeadLost(models.TransientModel):
    """Why the customer does not want to buy, and what the product lacks."""

    _inherit = "crm.lead.lost"

    customer_tier_definitely_not = fields.Boolean(
        string="They definitely do not want to buy", groups=USER_GROUP
    )
    customer_tier_asks_feedback = fields.Boolean(
        related="lost_reason_id.customer_tier_product_feedback", groups=USER_GROUP
    )
    customer_tier_product_tmpl_id = fields.Many2one(
        "product.template", string="Product", groups=USER_GROUP
    )
    customer_tier_feedback = fields.Text(string="What Was Missing", groups=USER_GROUP)

    def action_lost_reason_apply(self):
        """Keep what was told of the product, and that the answer is definite."""
        if not self.env.user.has_group(USER_GROUP):
            return super().action_lost_reason_apply()
        self._check_customer_tier_feedback()
        if self.customer_tier_definitely_not:
            self.lead_ids.customer_tier_intention_said = NO
        result = super().action_lost_reason_apply()
        self._keep_customer_tier_feedback()
        return result

    def _check_customer_tier_feedback(self):
        product, words = self.customer_tier_product_tmpl_id, self.customer_tier_feedback
        told = bool(product) + bool((words or "").strip())
        if told == 1 or self.customer_tier_asks_feedback and not told:
            raise UserError(
                self.env._(
                    "Choose the product and say what was missing. Development reads it."
                )
            )

    def _keep_customer_tier_feedback(self):
        if not self.customer_tier_product_tmpl_id:
            return
        self.env["customer.product.feedback"].create(
            [
                {
                    "product_tmpl_id": self.customer_tier_product_tmpl_id.id,
                    "text": self.customer_tier_feedback.strip(),
                    "partner_id": lead.partner_id.commercial_partner_id.id,
                    "lead_id": lead.id,
                    "lost_reason_id": self.lost_reason_id.id,
                    "company_id": (lead.company_id or self.env.company).id,
                }
                for lead in self.lead_ids
            ]
        )
