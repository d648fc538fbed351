from odoo import api, models

from .kept import refuse_if_given


class CustomerGiftBudget(models.Model):
    _inherit = "customer.gift.budget"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        # the lines too: the database deletes them along with the budget
        refuse_if_given(self.line_ids, "budget_line_id")
