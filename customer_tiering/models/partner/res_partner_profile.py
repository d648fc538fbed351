from odoo import fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """Who referred a customer, and how much influence the customer has.

    These are nullable columns without defaults, so adding them rewrites no row, with
    any number of contacts.
    """

    _inherit = "res.partner"

    customer_tier_referrer_id = fields.Many2one(
        "res.partner",
        string="Referred by",
        index="btree_not_null",
        domain="[('id', '!=', id)]",
        groups=USER_GROUP,
        help="The customer who recommended you to this one.",
    )
    customer_tier_influence_type = fields.Selection(
        [
            ("none", "None"),
            ("shop_review", "Shop reviewer"),
            ("professional", "Respected professional"),
            ("celebrity", "Celebrity"),
        ],
        string="Influence",
        groups=USER_GROUP,
        help="Someone who reviews what they buy counts 3 stars, a professional with "
        "a following in their trade 4, a celebrity 5. Leave it empty until "
        "someone has assessed it.",
    )
    customer_tier_influence_reach = fields.Integer(
        string="Reach (people)",
        aggregator=None,
        groups=USER_GROUP,
        help="How many people this contact reaches through their largest account or "
        "shop.",
    )
    customer_tier_influence_note = fields.Text(
        string="Evidence",
        groups=USER_GROUP,
        help="Where this can be verified: account, reviews, articles.",
    )
    customer_tier_influence_review_date = fields.Date(
        string="Review Influence on",
        groups=USER_GROUP,
        help="When to check again whether this is still true.",
    )
