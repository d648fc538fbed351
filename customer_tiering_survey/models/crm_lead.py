from odoo import fields, models

from odoo.addons.customer_tiering.tools.groups import USER_GROUP


class CrmLead(models.Model):
    """What the customer of an opportunity needs."""

    _inherit = "crm.lead"

    customer_tier_needs_told = fields.Text(
        related="partner_id.customer_tier_needs_told", groups=USER_GROUP
    )

    customer_tier_needs_asked = fields.Char(
        related="partner_id.customer_tier_needs_asked", groups=USER_GROUP
    )

    def action_customer_tier_ask_needs(self):
        """Mail the survey to the customer."""
        return self.partner_id.action_customer_tier_ask_needs()

    def action_customer_tier_note_needs(self):
        """Open the survey, to fill it in while speaking with the customer."""
        return self.partner_id.action_customer_tier_note_needs()
