from odoo import fields, models

from ...tools.groups import USER_GROUP
from .customer_gift_policy_log import FACTS


class ResPartner(models.Model):
    """What the gift policy needs to know about people and their business.

    An empty field means that nobody has asked yet.
    """

    _inherit = "res.partner"

    customer_tier_official = fields.Selection(
        [("unknown", "Unknown"), ("no", "No"), ("yes", "Yes")],
        string="Public Official",
        tracking=True,
        groups=USER_GROUP,
        help="Whether this person works for a government, a public body or a "
        "state-owned company. “Yes” allows a card at most; “Unknown” warns "
        "above a small value.",
    )
    customer_tier_government = fields.Boolean(
        string="Government Customer",
        tracking=True,
        groups=USER_GROUP,
        help="This customer is a public body. Give a card at most; the compliance "
        "officer decides on anything else.",
    )
    customer_tier_family_of_id = fields.Many2one(
        "res.partner",
        string="Family of",
        index="btree_not_null",
        domain="[('id', '!=', id)]",
        tracking=True,
        groups=USER_GROUP,
        help="Gifts to this person count for that contact.",
    )
    customer_tier_gift_private = fields.Boolean(
        string="Sent to Private Address",
        tracking=True,
        groups=USER_GROUP,
        help="Gifts to this person are sent to a private address.",
    )
    customer_tier_gift_accepts = fields.Selection(
        [("yes", "Yes"), ("ask", "Ask first"), ("no", "No")],
        string="May Accept Gifts",
        tracking=True,
        groups=USER_GROUP,
        help="What the recipient's own rules allow. If set on a business, it applies "
        "to all its people.",
    )
    customer_tier_gift_max = fields.Float(
        string="Accepts up to",
        digits="Product Price",
        aggregator=None,
        tracking=True,
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
        help="No gifts are sent while this is set.",
    )
    customer_tier_gift_hold_reason = fields.Char(
        string="Reason for the Hold", groups=USER_GROUP
    )

    def write(self, vals):
        names = [name for name in FACTS if name in vals]
        if not names:
            return super().write(vals)
        before = {partner: [partner[name] for name in names] for partner in self}
        result = super().write(vals)
        log = self.env["customer.gift.policy.log"]
        for partner, values in before.items():
            changed = [
                (name, old, partner[name])
                for name, old in zip(names, values, strict=True)
                if old != partner[name]
            ]
            if changed:
                log._note(partner, changed)
        return result
