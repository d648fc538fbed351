"""The types of Odoo's sales documents."""

SALE_TYPES = ("out_invoice", "out_refund", "out_receipt")
PURCHASE_TYPES = ("out_invoice", "out_receipt")
