from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...gifting.rules import COMPANY, CUSTOMER, SELLER, TIER


class CustomerGiftBudgetCap(models.Model):
    """What may not be exceeded in the period of a budget, whatever its lines allow.

    Counts all gifts of the period, those by hand and those of other budgets too.
    """

    _name = "customer.gift.budget.cap"
    _description = "Gift Cap"
    _order = "budget_id, scope, id"

    budget_id = fields.Many2one(
        "customer.gift.budget", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    scope = fields.Selection(
        [
            (CUSTOMER, "Each customer"),
            (TIER, "Tier"),
            (SELLER, "Salesperson"),
            (COMPANY, "Company"),
        ],
        string="For",
        required=True,
        default=CUSTOMER,
    )
    tier_id = fields.Many2one(
        "customer.tier",
        ondelete="restrict",
        help="Leave empty to apply the cap to each tier. For a cap per customer, the "
        "tier limits it to the customers of that tier.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        ondelete="cascade",
        help="Leave empty to apply the cap to each salesperson.",
    )
    occasion_id = fields.Many2one(
        "customer.gift.occasion",
        ondelete="cascade",
        help="Leave empty for all occasions together. A cap for the company at one "
        "occasion is the pool of that occasion.",
    )
    amount = fields.Monetary(required=True, help="Total in the period of the budget.")

    @api.constrains("amount")
    def _check_amount(self):
        for cap in self:
            if cap.amount < 0:
                raise ValidationError(
                    self.env._(
                        "A cap cannot be %s. Enter 0 or more.",
                        cap.currency_id.format(cap.amount),
                    )
                )

    @api.depends("scope", "tier_id", "user_id", "occasion_id")
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for cap in self:
            names = [scopes.get(cap.scope, ""), cap._whose().display_name]
            names.append(cap.occasion_id.name)
            cap.display_name = ", ".join(name for name in names if name)

    def _whose(self):
        """The tier or salesperson this cap is for; an empty record for each."""
        self.ensure_one()
        if self.scope == SELLER:
            return self.user_id
        return self.tier_id if self.scope in (TIER, CUSTOMER) else self.tier_id[:0]

    def _gifts(self):
        """Domain of the gifts that this cap counts."""
        self.ensure_one()
        gifts = self.budget_id._gifts_of_period()
        if self.occasion_id:
            gifts &= Domain("occasion_id", "=", self.occasion_id.id)
        return gifts
