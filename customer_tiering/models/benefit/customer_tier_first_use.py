from odoo import api, models

AFTER_ALLOWANCE = ("customer.tier.benefit.balance", "customer.tier.benefit.usage")


class CustomerTierFirstUse(models.AbstractModel):
    """Samples begin with an allowance, for customers who have a tier."""

    _inherit = "customer.tier.first.use"

    @api.model
    def _first_use(self, model):
        if model == "customer.tier.benefit":
            # the catalogue is about more than samples, and says itself how to begin
            return super()._first_use("customer.tier.standing")
        if model not in AFTER_ALLOWANCE or self._has_allowance():
            return super()._first_use(model)
        return super()._first_use("customer.tier.standing") or self._to_set_up(
            self.env._("No tier has an allowance for samples yet"),
            self.env._(
                "Answer three questions: which tiers may take free samples, how much "
                "in a year, and when that year begins."
            ),
            "customer_tiering.customer_tier_benefit_setup_action",
        )

    @api.model
    def _has_allowance(self):
        """Whether an allowance is or was in use; the example of the addon is not."""
        used = self.env["customer.tier.benefit"].with_context(active_test=False)
        return bool(
            used.search_count(
                [("kind", "=", "sample"), ("scheme_id", "!=", False)], limit=1
            )
        )
