from odoo import fields, models


class CustomerTier(models.Model):
    """What to do with the customers of a tier or segment, for those who serve them."""

    _inherit = "customer.tier"

    advice = fields.Char(
        translate=True, help="What to do with these customers, in one sentence."
    )
    advice_person = fields.Char(
        string="By Whom", translate=True, help="Who should do it."
    )
    advice_offer = fields.Char(
        string="What to Offer", translate=True, help="What fits these customers."
    )
    advice_stop = fields.Char(
        string="When to Stop",
        translate=True,
        help="The point at which more effort is wasted, or does harm.",
    )
