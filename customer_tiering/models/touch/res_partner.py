from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """Who gets what is sent to a customer, if somebody has chosen."""

    _inherit = "res.partner"

    customer_tier_recipient_id = fields.Many2one(
        "res.partner",
        string="Mail Goes to",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        domain="[('commercial_partner_id', '=', id), ('email', '!=', False)]",
        groups=USER_GROUP,
        help="The one contact who gets mailings and statements for this customer. "
        "Empty: the contact with an e-mail address who was last in touch, else the "
        "customer's own address.",
    )

    @api.constrains("customer_tier_recipient_id")
    def _check_customer_tier_recipient(self):
        for partner in self.sudo():
            chosen = partner.customer_tier_recipient_id
            if chosen and chosen.commercial_partner_id != partner.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” is no contact of “%(customer)s”. Choose one of "
                        "their contacts.",
                        contact=chosen.display_name,
                        customer=partner.display_name,
                    )
                )
