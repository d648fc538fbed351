from odoo import fields, models


class CrmLostReason(models.Model):
    _inherit = "crm.lost.reason"

    customer_tier_no_need = fields.Boolean(
        string="Means No Need",
        help="Who is lost for this reason, and has no other open lead, is classified "
        "as “No need” until he buys.",
    )
