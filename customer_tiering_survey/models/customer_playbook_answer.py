from odoo import fields, models


class CustomerPlaybookAnswer(models.Model):
    """An answer after which the customer gets the survey."""

    _inherit = "customer.playbook.answer"

    asks_needs = fields.Boolean(
        string="Send the Survey",
        help="With this answer the customer gets the survey that asks what they need, "
        "unless they want no mails or had enough contacts this month.",
    )
