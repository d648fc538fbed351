from odoo import api, fields, models
from odoo.exceptions import UserError

from .customer_tier_benefit_line import MAIN, NUMBERS


class CustomerTierScheme(models.Model):
    """What the tiers of a scheme grant: a matrix of tiers × benefits."""

    _name = "customer.tier.scheme"
    _inherit = ["customer.tier.scheme", "customer.tier.entry.matrix"]

    benefit_ids = fields.One2many(
        "customer.tier.benefit", "scheme_id", context={"active_test": False}
    )
    # the shape is that of customer.tier.entry.matrix
    benefit_matrix = fields.Json(
        compute="_compute_benefit_matrix", string="Benefits by Tier"
    )

    @api.depends("benefit_ids.line_ids")
    @api.depends_context("lang", "uid")
    def _compute_benefit_matrix(self):
        units = {
            "training": self.env._("every … months"),
            "service": self.env._("response in hours"),
        }
        for scheme in self:
            benefits = scheme.with_context(active_test=False).benefit_ids.sorted()
            scheme.benefit_matrix = self._draw_entries(
                titles=(self.env._("Tier"), self.env._("Benefit")),
                tiers=self._entry_tiers(scheme, benefits.line_ids.tier_id),
                columns=[
                    {
                        "id": benefit.id,
                        "name": benefit.name,
                        "note": units.get(
                            benefit.kind, scheme._amounts_in(benefit.kind)
                        )
                        if benefit.active
                        else self.env._("not in use"),
                        "muted": not benefit.active,
                        "typed": MAIN.get(benefit.kind) in NUMBERS,
                    }
                    for benefit in benefits
                ],
                cells=[
                    {
                        "row": line.tier_id.id,
                        "col": line.benefit_id.id,
                        "label": line._short(),
                        "typed": MAIN.get(line.kind) in NUMBERS,
                    }
                    for line in benefits.line_ids
                ],
                editable=self.env["customer.tier.benefit"].has_access("write"),
            )

    def _amounts_in(self, kind):
        """Samples are amounts of money per year."""
        if kind != "sample":
            return ""
        return self.env._("%s a year", self.currency_id.name)

    def _benefit_cell(self, row, column):
        """The benefit ``column`` of this scheme and its line for the tier ``row``."""
        self.ensure_one()
        benefit = self.with_context(active_test=False).benefit_ids.filtered(
            lambda found: found.id == int(column)
        )
        if not benefit:
            raise UserError(
                self.env._("This benefit belongs to another scheme. Reload the page.")
            )
        return benefit, benefit.line_ids.filtered(
            lambda line: line.tier_id.id == int(row)
        )

    def action_set_benefit_cell(self, row, column, amount):
        """Set the number of tier ``row`` in the benefit ``column``; None deletes it."""
        benefit, line = self._benefit_cell(row, column)
        benefit.check_access("write")
        if amount is None or amount is False:
            line.unlink()
            return
        name = MAIN.get(benefit.kind)
        if name not in NUMBERS:
            raise UserError(
                self.env._("“%s” is not a number. Open it to change it.", benefit.name)
            )
        if name == "interval_months" and amount != int(amount):
            raise UserError(self.env._("Enter whole months for “%s”.", benefit.name))
        values = {name: int(amount) if name == "interval_months" else amount}
        if line:
            line.write(values)
        else:
            line.create({"benefit_id": benefit.id, "tier_id": int(row), **values})

    def action_open_benefit_cell(self, row, column):
        """Open the line of a cell, or a new one."""
        benefit, line = self._benefit_cell(row, column)
        benefit.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": benefit.name,
            "res_model": "customer.tier.benefit.line",
            "res_id": line.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_benefit_id": benefit.id,
                "default_tier_id": int(row),
            },
        }

    def action_view_benefit_matrix(self):
        """Open the matrix of this scheme."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Benefits by Tier"),
            "res_model": "customer.tier.scheme",
            "res_id": self.id,
            "views": [
                (
                    self.env.ref(
                        "customer_tiering.customer_tier_scheme_view_form_benefits"
                    ).id,
                    "form",
                )
            ],
            "target": "current",
        }
