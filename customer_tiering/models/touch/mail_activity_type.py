from odoo import fields, models


class MailActivityType(models.Model):
    """Whether the customer notices an activity."""

    _inherit = "mail.activity.type"

    customer_tier_touch = fields.Boolean(
        string="Contact with the Customer",
        default=True,
        help="Done by a playbook, it counts towards the contacts per customer and "
        "month. Switch it off for what only colleagues notice, such as a review.",
    )
