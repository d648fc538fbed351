from dateutil.relativedelta import relativedelta

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


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def unlink(self):
        """The ladder goes with it, and the history."""
        self.check_access("unlink")
        evaluations = self.env["customer.tier.evaluation"].sudo()
        evaluations.search([("scheme_id", "in", self.ids)]).unlink()
        self.env["customer.tier.publisher"]._forget_schemes(self)
        return super().unlink()

    def _expired_evaluations(self):
        """Evaluations of this scheme that its company does not keep any longer."""
        self.ensure_one()
        evaluations = self.env["customer.tier.evaluation"]
        months = self.company_id.customer_tier_keep_months
        if not months:
            return evaluations
        before = self._today() - relativedelta(months=months)
        domain = [
            ("scheme_id", "=", self.id),
            ("as_of", "<", before),
            ("state", "not in", ("queued", "running")),
        ]
        last = self.last_evaluation_id
        if last:
            domain.append(("as_of", "<", last.as_of))
            decided = evaluations.search(
                [
                    ("scheme_id", "=", self.id),
                    ("state", "=", "done"),
                    ("kind", "=", "tiers"),
                ],
                order="as_of DESC, id DESC",
                limit=2,
            )
            domain.append(("id", "not in", (last | decided).ids))
        return evaluations.search(domain)
