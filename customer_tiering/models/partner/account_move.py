from odoo import models

from ..collector.document_types import SALE_TYPES


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "customer.tier.document"]
    # whom the ledger gives it to, wherever its contact works by now
    _customer_tier_contact = "commercial_partner_id"

    # Odoo has none on the customer of a document, by whom one customer's are found
    _customer_tier_customer_idx = models.Index(
        f"(commercial_partner_id) WHERE move_type IN {SALE_TYPES}"
    )
