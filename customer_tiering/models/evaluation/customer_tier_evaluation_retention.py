from odoo import api, models


class CustomerTierEvaluation(models.Model):
    """What is deleted with an evaluation, and how long evaluations are kept."""

    _inherit = "customer.tier.evaluation"

    def unlink(self):
        """Delete its changes and kept figures too; standings stay."""
        self.check_access("unlink")
        self.env["customer.tier.publisher"]._forget_evaluations(self)
        return super().unlink()

    @api.autovacuum
    def _gc_evaluations(self):
        """Delete evaluations and changes that are older than the company keeps them.

        Standings are kept. These evaluations are kept at any age: the last one of each
        scheme and all others of that day or later, because a second run for the same
        day starts from their changes (rule K16); the last two that decided tiers, so
        that the last one can be undone; those that are queued or running; and those
        that were ever checked, with their kept figures (rule K23).
        """
        companies = self.env["res.company"].search(
            [("customer_tier_keep_months", ">", 0)]
        )
        schemes = self.env["customer.tier.scheme"].with_context(active_test=False)
        for scheme in schemes.search([("company_id", "in", companies.ids)]):
            scheme._expired_evaluations().unlink()
