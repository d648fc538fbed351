from odoo import fields, models

from .crm_lead import SAID


class CustomerPlaybookAnswer(models.Model):
    _inherit = "customer.playbook.answer"

    intention = fields.Selection(
        SAID,
        string="Purchase Intention",
        help="Set on the opportunity that the play is about.",
    )
