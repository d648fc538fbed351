from odoo import fields, models

FORBIDDEN = [
    ("cash", "Cash"),
    ("red_packet", "Red packet"),
    ("voucher", "Voucher"),
    ("gift_card", "Gift card"),
    ("securities", "Securities"),
    ("crypto", "Crypto currency"),
]
SENSITIVE = [
    ("luxury", "Luxury"),
    ("alcohol", "Alcohol"),
    ("tobacco", "Tobacco"),
    ("jewellery", "Jewellery"),
    ("mooncake", "Mooncakes"),
]


class ProductTemplate(models.Model):
    """What the gift policy asks of a product."""

    _inherit = "product.template"

    customer_gift_forbidden_kind = fields.Selection(
        FORBIDDEN,
        string="As Good as Money",
        help="Such things are never given (rule C02).",
    )
    customer_gift_sensitive = fields.Selection(
        SENSITIVE,
        string="Sensitive as a Gift",
        help="Needs approval (rule C17).",
    )
    customer_gift_promotional = fields.Boolean(
        string="Promotional Item",
        help="Bears your name and is widely distributed: an employee of a customer may "
        "be given it (rule C10).",
    )
