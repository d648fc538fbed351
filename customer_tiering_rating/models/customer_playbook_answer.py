from odoo import fields, models


class CustomerPlaybookAnswer(models.Model):
    """An answer after which the customer is asked how satisfied they are."""

    _inherit = "customer.playbook.answer"

    asks_rating = fields.Boolean(
        string="Ask for a Rating",
        help="With this answer the customer gets a mail with three smileys. Nobody is "
        "asked twice in 30 days, nor who wants no mails or had enough contacts this "
        "month.",
    )
