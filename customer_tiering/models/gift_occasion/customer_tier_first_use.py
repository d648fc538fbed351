from odoo import api, models

# They are empty until there is a gift budget. Occasions and the catalogue are not: the
# first come with the addon, the second has products.
AFTER_BUDGET = (
    "customer.gift",
    "customer.gift.budget",
    "customer.gift.comparison",
    "customer.gift.effect",
    "customer.gift.effect.arm",
    "customer.gift.plan",
)


class CustomerTierFirstUse(models.AbstractModel):
    """Gifts begin with a budget, for customers who have a tier."""

    _inherit = "customer.tier.first.use"

    @api.model
    def _first_use(self, model):
        if model not in AFTER_BUDGET or self._has_gifts():
            return super()._first_use(model)
        return super()._first_use("customer.tier.standing") or self._to_set_up(
            self.env._("No gifts are planned yet"),
            self.env._(
                "Answer three questions: which tiers are given something, how much, "
                "and for which holidays. You get a budget and a first plan, which is a "
                "draft: nothing is given before you review and open it."
            ),
            "customer_tiering.customer_gift_setup_action",
        )

    @api.model
    def _has_gifts(self):
        """Whether there is a budget, or a gift that was entered without one."""
        return any(
            self.env[model].with_context(active_test=False).search_count([], limit=1)
            for model in ("customer.gift.budget", "customer.gift")
        )
