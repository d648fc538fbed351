from odoo import fields, models

from .res_partner import GROUP


class ResPartner(models.Model):
    """What a customer likes to be given, and what not."""

    _inherit = "res.partner"

    customer_tier_gift_like_ids = fields.Many2many(
        "customer.gift.tag",
        relation="customer_gift_like_rel",
        string="Likes",
        groups=GROUP,
        help="Gifts with these tags are suggested first.",
    )
    customer_tier_gift_taboo_ids = fields.Many2many(
        "customer.gift.tag",
        relation="customer_gift_taboo_rel",
        string="Never Give",
        groups=GROUP,
        help="Gifts with these tags are not suggested, whoever of the business "
        "receives them.",
    )
    customer_tier_gift_note = fields.Text(
        string="Gift Preferences",
        groups=GROUP,
        help="Flavours, sizes, customs, how a gift is to be wrapped.",
    )
