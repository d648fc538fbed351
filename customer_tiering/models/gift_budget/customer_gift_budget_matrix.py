from odoo import api, fields, models
from odoo.exceptions import UserError

from ...gifting.rules import NOTHING

# column of the lines for any occasion
ANY = 0


class CustomerGiftBudget(models.Model):
    """The matrix of tiers × occasions, which can be edited on screen."""

    _name = "customer.gift.budget"
    _inherit = ["customer.gift.budget", "customer.tier.entry.matrix"]

    # the shape is that of customer.tier.entry.matrix
    matrix = fields.Json(compute="_compute_matrix", string="Amounts")

    @api.depends(
        "scheme_id",
        "line_ids",
        *(
            f"line_ids.{name}"
            for name in (
                "tier_id",
                "occasion_id",
                "method",
                "amount",
                "percent",
                "base",
                "minimum",
                "maximum",
                "weight",
                "pool_amount",
                "form",
            )
        ),
    )
    @api.depends_context("lang", "uid")
    def _compute_matrix(self):
        for budget in self:
            budget.matrix = self._draw_entries(
                titles=(self.env._("Tier"), self.env._("Occasion")),
                tiers=self._entry_tiers(budget.scheme_id, budget.line_ids.tier_id),
                columns=[
                    {"id": ANY, "name": self.env._("Any occasion"), "typed": True},
                    *(
                        {"id": found.id, "name": found.name, "typed": True}
                        for found in budget._matrix_occasions()
                    ),
                ],
                cells=[
                    {
                        "row": line.tier_id.id,
                        "col": line.occasion_id.id or ANY,
                        "label": line._short(),
                        # only fixed amounts can be edited in the cell
                        "typed": line._is_plain(),
                    }
                    for line in budget.line_ids
                    if line.tier_id
                ],
                editable=budget.has_access("write"),
            )

    def _matrix_occasions(self):
        """Active occasions of the company, and other occasions that have a line."""
        self.ensure_one()
        occasions = self.env["customer.gift.occasion"].search(
            [
                "|",
                ("company_id", "=", False),
                ("company_id", "parent_of", self.company_id.ids),
            ]
        )
        return (occasions | self.line_ids.occasion_id).sorted()

    def _cell_line(self, row, column):
        self.ensure_one()
        return self.line_ids.filtered(
            lambda line: (
                line.tier_id.id == row and (line.occasion_id.id or ANY) == column
            )
        )

    def action_set_cell(self, row, column, amount):
        """Set the amount of tier ``row`` at occasion ``column`` (0 for any occasion).

        ``amount`` None deletes the line.
        """
        self.ensure_one()
        self.check_access("write")
        row, column = int(row), int(column)
        line = self._cell_line(row, column)
        if amount is None or amount is False:
            line.unlink()
            return
        if line and not line._is_plain():
            raise UserError(
                self.env._(
                    "“%s” is more than a plain amount. Open it to change it.",
                    line.display_name,
                )
            )
        if line:
            line.write({"amount": amount, "form": line.form != NOTHING and line.form})
        else:
            line.create(
                {
                    "budget_id": self.id,
                    "tier_id": row,
                    "occasion_id": column or False,
                    "amount": amount,
                }
            )

    def action_open_cell(self, row, column):
        """Open the line of a cell, or a new one."""
        self.ensure_one()
        self.check_access("read")
        row, column = int(row), int(column)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Budget Line"),
            "res_model": "customer.gift.budget.line",
            "res_id": self._cell_line(row, column).id,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_budget_id": self.id,
                "default_tier_id": row,
                "default_occasion_id": column or False,
            },
        }
