from odoo import api, models

from .kept import refuse_if_given


class CustomerGiftBudgetLine(models.Model):
    _inherit = "customer.gift.budget.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        refuse_if_given(self, "budget_line_id")
