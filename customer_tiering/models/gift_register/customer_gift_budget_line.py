from odoo import models

from ...tools.uninstall import refuses_unlink
from .kept import refuse_if_given


class CustomerGiftBudgetLine(models.Model):
    _inherit = "customer.gift.budget.line"

    @refuses_unlink
    def _unlink_except_given(self):
        refuse_if_given(self, "budget_line_id")
