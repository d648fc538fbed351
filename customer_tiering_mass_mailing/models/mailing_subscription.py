from odoo import fields, models


class MailingSubscription(models.Model):
    _inherit = "mailing.subscription"

    customer_tier_added = fields.Boolean(
        string="Added with the Tier",
        readonly=True,
        copy=False,
        help="The list was synchronized with a tier. Only such subscriptions are taken "
        "away again.",
    )
