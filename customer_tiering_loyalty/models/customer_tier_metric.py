from odoo import fields, models


class CustomerTierMetric(models.Model):
    _inherit = "customer.tier.metric"

    documents = fields.Selection(
        selection_add=[("loyalty_cards", "Loyalty cards")],
        ondelete={"loyalty_cards": "set null"},
    )
