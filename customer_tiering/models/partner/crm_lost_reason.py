from odoo import fields, models


class CrmLostReason(models.Model):
    _inherit = "crm.lost.reason"

    customer_tier_no_need = fields.Boolean(
        string="Means No Need",
        help="Contacts lost for this reason who have no other open lead are "
        "classified as “No need” until they buy.",
    )
