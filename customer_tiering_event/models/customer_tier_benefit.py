from odoo import fields, models


class CustomerTierBenefit(models.Model):
    _inherit = "customer.tier.benefit"

    event_tag_id = fields.Many2one(
        "event.tag",
        ondelete="set null",
        index="btree_not_null",
        tracking=True,
        help="Offer the next open event with this tag. To register is to accept, and "
        "to attend is to use.",
    )
