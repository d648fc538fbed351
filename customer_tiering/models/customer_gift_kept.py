from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# A gift holds no foreign keys on these: a plan makes tens of thousands at a time, and
# their checks would take a third of it. Here the same is refused, with a sentence; of
# plans and occasions customer_gift_plan_guard.py does.


def refuse_if_given(records, column):
    """Raise UserError if a gift names one of ``records`` in ``column``."""
    records.env["customer.gift"].flush_model([column])
    found = records.env.execute_query(
        SQL(
            "SELECT %(column)s, COUNT(*) FROM customer_gift"
            " WHERE %(column)s = ANY(%(ids)s) GROUP BY 1 LIMIT 1",
            column=SQL.identifier(column),
            ids=records.ids,
        )
    )
    for id_, count in found:
        raise UserError(
            records.env._(
                "%(count)s gifts name “%(record)s”, and what was given is kept. "
                "Archive it instead of deleting it.",
                count=count,
                record=records.browse(id_).sudo().display_name,
            )
        )


class CustomerGiftBudget(models.Model):
    _inherit = "customer.gift.budget"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        # the database deletes the lines along with it
        refuse_if_given(self.line_ids, "budget_line_id")


class CustomerGiftBudgetLine(models.Model):
    _inherit = "customer.gift.budget.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        refuse_if_given(self, "budget_line_id")


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        refuse_if_given(self, "scheme_id")


class CustomerTier(models.Model):
    _inherit = "customer.tier"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        refuse_if_given(self, "tier_id")
