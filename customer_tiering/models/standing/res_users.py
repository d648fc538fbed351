from odoo import fields, models


class ResUsers(models.Model):
    """Users choose in their own preferences whether they get the weekly digest."""

    _inherit = "res.users"

    customer_tier_digest = fields.Boolean(
        string="Weekly Digest of Customer Tiers",
        help="Receive a weekly email with the customers whose tier changed, if there "
        "are any. For managers of Customer Tiers.",
    )
    customer_tier_digest_on = fields.Date(readonly=True, copy=False)

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["customer_tier_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["customer_tier_digest"]
