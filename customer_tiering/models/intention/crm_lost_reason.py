from odoo import fields, models


class CrmLostReason(models.Model):
    _inherit = "crm.lost.reason"

    customer_tier_product_feedback = fields.Boolean(
        string="Asks for Product Feedback",
        help="Whoever marks an opportunity as lost for this reason says which product "
        "it was, and what was missing. Development reads it in one list.",
    )
