from odoo import api, models


class CustomerTierEvaluation(models.Model):
    """What goes with an evaluation, and how long evaluations are kept."""

    _inherit = "customer.tier.evaluation"

    def unlink(self):
        """Its changes and what it replaced go with it; standings live on without it."""
        self.check_access("unlink")
        self.env["customer.tier.publisher"]._forget_evaluations(self)
        return super().unlink()

    @api.autovacuum
    def _gc_evaluations(self):
        """Delete what is older than its company keeps; changes go with them.

        The standings live on without it. What stays whatever its age: the last
        evaluation of each scheme and any other of that day or after, for a second run
        for the same day starts from the changes they made (rule K16); the last two
        that decided tiers, so that the last one can be taken back; and what waits or
        runs.
        """
        companies = self.env["res.company"].search(
            [("customer_tier_keep_months", ">", 0)]
        )
        schemes = self.env["customer.tier.scheme"].with_context(active_test=False)
        for scheme in schemes.search([("company_id", "in", companies.ids)]):
            scheme._expired_evaluations().unlink()
