from odoo import api, fields, models
from odoo.fields import Command

from ...models.gift_occasion.customer_gift_occasion_rule import MONTHS


class CustomerTierBenefitSetup(models.TransientModel):
    """The set-up of samples: which tiers, how much, and when the year begins.

    The result is a new allowance that is in use. Other allowances stay as they are.
    """

    _name = "customer.tier.benefit.setup"
    _description = "Set Up Samples"
    _inherit = "customer.tier.setup.amounts"

    line_ids = fields.One2many("customer.tier.benefit.setup.line", "setup_id")
    first_month = fields.Selection(
        MONTHS,
        string="When does the year begin?",
        required=True,
        default="1",
        help="Whatever is left at the end of the year is lost.",
    )

    @api.model
    def _proposed(self, tier):
        """The amount of the example that comes with the addon."""
        example = self.env.ref(
            "customer_tiering.customer_tier_benefit_samples", raise_if_not_found=False
        )
        lines = example and example.line_ids.filtered(lambda one: one.tier_id == tier)
        return lines.amount if lines else 0.0

    def action_set_up(self):
        """Create the allowance and open it."""
        self.ensure_one()
        self._checked_lines()
        benefit = self.env["customer.tier.benefit"].create(
            {
                "name": self.env._("Free Samples"),
                "kind": "sample",
                "scheme_id": self.scheme_id.id,
                "first_month": self.first_month,
                # a tier with 0 may take nothing, one without a line all they like
                "line_ids": [
                    Command.create({"tier_id": line.tier_id.id, "amount": line.amount})
                    for line in self.line_ids
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": benefit._name,
            "res_id": benefit.id,
            "views": [(False, "form")],
            "target": "current",
        }


class CustomerTierBenefitSetupLine(models.TransientModel):
    """What each customer of a tier may take in a year."""

    _name = "customer.tier.benefit.setup.line"
    _description = "Amount of a Tier for Samples"
    _inherit = "customer.tier.setup.amounts.line"

    setup_id = fields.Many2one(
        "customer.tier.benefit.setup", required=True, ondelete="cascade", index=True
    )
