from odoo import fields, models

FORBIDDEN = [
    ("cash", "Cash"),
    ("red_packet", "Red packet"),
    ("voucher", "Voucher"),
    ("gift_card", "Gift card"),
    ("securities", "Securities"),
    ("crypto", "Cryptocurrency"),
]
SENSITIVE = [
    ("luxury", "Luxury"),
    ("alcohol", "Alcohol"),
    ("tobacco", "Tobacco"),
    ("jewellery", "Jewellery"),
    ("mooncake", "Mooncakes"),
]


class ProductTemplate(models.Model):
    """What the gift policy needs to know about a product."""

    _inherit = "product.template"

    customer_gift_forbidden_kind = fields.Selection(
        FORBIDDEN,
        string="Cash Equivalent",
        help="Such items must never be given (rule C02).",
    )
    customer_gift_sensitive = fields.Selection(
        SENSITIVE,
        string="Sensitive Gift",
        help="Gifts of this kind need approval (rule C17).",
    )
    customer_gift_promotional = fields.Boolean(
        string="Promotional Item",
        help="Carries your name and is widely distributed, so it may be given to an "
        "employee of a customer (rule C10).",
    )
