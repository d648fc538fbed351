from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date


class CustomerTierEvaluation(models.Model):
    """An evaluation whose customers' figures are kept, whatever is run later."""

    _inherit = "customer.tier.evaluation"

    figures_kept = fields.Boolean(
        readonly=True,
        copy=False,
        help="The figures of each customer are kept with this evaluation.",
    )

    def _customer_rows(self):
        """FROM item: the customers of this evaluation, with their figures.

        The kept ones, or else the standings in force, which are those of the last
        evaluation.
        """
        self.ensure_one()
        if self.figures_kept:
            return SQL(
                "(SELECT * FROM customer_tier_evaluation_figure"
                " WHERE evaluation_id = %s)",
                self.id,
            )
        return SQL(
            "(SELECT * FROM customer_tier_standing WHERE scheme_id = %s)",
            self.scheme_id.id,
        )

    def _keep_replaced(self, last):
        """Keep the figures of the evaluation that decided the tiers for a while.

        They are kept when a nightly refresh replaces them, so that the evaluation can
        still be checked until tiers are decided again. ``last`` is the evaluation in
        force so far.
        """
        figures = self.env["customer.tier.evaluation.figure"]
        if self.kind == "figures" and last.kind == "tiers" and not last.figures_kept:
            figures._keep_in_force(last)
        elif self.kind == "tiers":
            figures._drop_unchecked(self.scheme_id)

    def action_view_standings(self):
        """Open the figures of this evaluation if they are kept, else those in force."""
        self.ensure_one()
        if not self.figures_kept:
            return super().action_view_standings()
        return self._action_of(
            "customer_tiering.customer_tier_evaluation_figure_action"
        )

    def _keep_figures(self):
        """Keep the standings in force as the figures of this evaluation, once.

        Raises UserError if another evaluation is in force since then: the standings
        are no longer those of this one.
        """
        self.ensure_one()
        if self.figures_kept:
            return
        self._lock_scheme()
        if self.scheme_id.last_evaluation_id != self:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has been evaluated again since, so the figures of "
                    "this evaluation are no longer there to be kept. Make the figures "
                    "as of %(day)s (Reporting → Figures as of a Day) and check those.",
                    scheme=self.scheme_id.name,
                    day=format_date(self.env, self.as_of),
                )
            )
        self.env["customer.tier.evaluation.figure"]._keep_in_force(self)
