from odoo import fields, models

from ...tools.groups import USER_GROUP
from .crm_lead import HELP


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_tier_tender = fields.Boolean(
        string="Tender", tracking=True, copy=False, groups=USER_GROUP, help=HELP
    )

    _customer_tier_tender_idx = models.Index("(partner_id) WHERE customer_tier_tender")
