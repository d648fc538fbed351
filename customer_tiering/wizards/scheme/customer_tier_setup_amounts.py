from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CustomerTierSetupAmounts(models.AbstractModel):
    """A set-up that asks for an amount per tier of a scheme.

    The inheriting wizard has ``line_ids`` of a model that inherits
    `customer.tier.setup.amounts.line`.
    """

    _name = "customer.tier.setup.amounts"
    _description = "Set-up of Amounts per Tier"

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="cascade",
        domain=[("last_evaluation_id", "!=", False)],
        default=lambda self: self._default_scheme(),
        help="The scheme whose tiers decide.",
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.model
    def _default_scheme(self):
        return self.env["customer.tier.scheme"].search(
            [("last_evaluation_id", "!=", False)], limit=1
        )

    @api.model
    def default_get(self, fields):
        """One line per ranked tier, the best first."""
        values = super().default_get(fields)
        scheme = self.env["customer.tier.scheme"].browse(values.get("scheme_id"))
        if "line_ids" in fields:
            values["line_ids"] = self._lines_of(scheme)
        return values

    @api.onchange("scheme_id")
    def _onchange_scheme_id(self):
        if self.scheme_id.rule_ids.tier_id != self.line_ids.tier_id:
            self.line_ids = [Command.clear(), *self._lines_of(self.scheme_id)]

    @api.model
    def _lines_of(self, scheme):
        return [
            Command.create({"tier_id": tier.id, "amount": self._proposed(tier)})
            for tier in scheme.rule_ids.tier_id.sorted()
        ]

    @api.model
    def _proposed(self, tier):
        """The amount that the set-up proposes for ``tier``; here nothing."""
        return 0.0

    def _checked_lines(self):
        """The lines with an amount; UserError if there is none, or a wrong one."""
        self.ensure_one()
        if any(line.amount < 0 for line in self.line_ids):
            raise UserError(
                self.env._("An amount cannot be negative. Enter 0 or more.")
            )
        lines = self.line_ids.filtered("amount")
        if not lines:
            raise UserError(
                self.env._("Enter an amount for at least one tier. 0 means nothing.")
            )
        return lines


class CustomerTierSetupAmountsLine(models.AbstractModel):
    """The amount for each customer of one tier."""

    _name = "customer.tier.setup.amounts.line"
    _description = "Amount of a Tier"
    _order = "id"

    # each inheriting model names its own wizard
    setup_id = fields.Many2one("customer.tier.setup.amounts")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="cascade")
    tier_color = fields.Integer(related="tier_id.color")
    currency_id = fields.Many2one(related="setup_id.currency_id")
    amount = fields.Monetary(string="For Each Customer")
    customer_count = fields.Integer(
        string="Customers Today", compute="_compute_customer_count"
    )

    @api.depends("tier_id", "setup_id.scheme_id")
    def _compute_customer_count(self):
        schemes = self.setup_id.scheme_id
        counts = {
            (scheme, tier): count
            for scheme, tier, count in self.env["customer.tier.standing"]._read_group(
                [("scheme_id", "in", schemes.ids)],
                ["scheme_id", "tier_id"],
                ["__count"],
            )
        }
        for line in self:
            key = (line.setup_id.scheme_id._origin, line.tier_id._origin)
            line.customer_count = counts.get(key, 0)
