from odoo import fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """What the gift policy has to know about people and their business.

    Plain columns that may be empty: empty means that nobody has asked yet.
    """

    _inherit = "res.partner"

    customer_tier_official = fields.Selection(
        [("unknown", "Unknown"), ("no", "No"), ("yes", "Yes")],
        string="Public Official",
        groups=USER_GROUP,
        help="Works for a state, a public body or a state-owned firm. “Yes” means a "
        "card at most; unknown warns above a small value.",
    )
    customer_tier_government = fields.Boolean(
        string="Government Customer",
        groups=USER_GROUP,
        help="A public body: a card at most, anything else is for the compliance "
        "officer to decide.",
    )
    customer_tier_family_of_id = fields.Many2one(
        "res.partner",
        string="Family of",
        index="btree_not_null",
        domain="[('id', '!=', id)]",
        groups=USER_GROUP,
        help="What this person gets counts for that contact.",
    )
    customer_tier_gift_private = fields.Boolean(
        string="Gifts Go Home",
        groups=USER_GROUP,
        help="Gifts are sent to a private address.",
    )
    customer_tier_gift_accepts = fields.Selection(
        [("yes", "Yes"), ("ask", "Ask first"), ("no", "No")],
        string="May Accept Gifts",
        groups=USER_GROUP,
        help="What the recipient's own rules say. Entered on a business, it holds for "
        "all its people.",
    )
    customer_tier_gift_max = fields.Float(
        string="Accepts up to",
        digits="Product Price",
        aggregator=None,
        groups=USER_GROUP,
        help="Per gift, in your company's currency. 0 for no limit.",
    )
    customer_tier_gift_hold = fields.Selection(
        [
            ("tender", "Tender, negotiation or dispute"),
            ("opt_out", "Wants no gifts"),
            ("sanction", "Sanctions list"),
            ("other", "Another reason"),
        ],
        string="Hold Gifts",
        tracking=True,
        groups=USER_GROUP,
        help="No gift goes out while this is set.",
    )
    customer_tier_gift_hold_reason = fields.Char(
        string="Reason of the Hold", groups=USER_GROUP
    )
