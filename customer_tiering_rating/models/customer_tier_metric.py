from odoo import fields, models


class CustomerTierMetric(models.Model):
    _inherit = "customer.tier.metric"

    documents = fields.Selection(
        selection_add=[("ratings", "Ratings")], ondelete={"ratings": "set null"}
    )
