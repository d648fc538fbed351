from odoo import models

from ...tools.uninstall import refuses_unlink
from .kept import refuse_if_given


class CustomerGiftBudget(models.Model):
    _inherit = "customer.gift.budget"

    @refuses_unlink
    def _unlink_except_given(self):
        # the lines too: the database deletes them along with the budget
        refuse_if_given(self.line_ids, "budget_line_id")
