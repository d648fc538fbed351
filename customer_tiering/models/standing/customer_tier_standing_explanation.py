from odoo import api, fields, models
from odoo.exceptions import AccessError

from .explanation import Explanation
from .openers import OPENERS
from .sentences import TELLERS


class CustomerTierStanding(models.Model):
    """Why the customer has this tier, and what is behind each figure.

    What is told and opened is made by an `explanation.Explanation`. The methods without
    ``action_`` are where another addon adds to it.
    """

    _inherit = "customer.tier.standing"

    explanation = fields.Text(compute="_compute_explanation")
    explanation_details = fields.Json(compute="_compute_explanation_details")

    @api.depends_context("lang")
    def _compute_explanation(self):
        for standing in self:
            standing.explanation = standing._explanation().why()

    @api.depends_context("lang", "uid")
    def _compute_explanation_details(self):
        for standing in self:
            standing.explanation_details = standing._explanation().details()

    def _explanation(self):
        return Explanation(self)

    @api.model
    def _tellers(self):
        """Functions that take an Explanation and return a sentence, or "".

        In the order of reading. The reason itself is told by ``_explain_<reason>`` if
        there is such a method here, else by `reasons.REASONS`.
        """
        return list(TELLERS)

    @api.model
    def _openers(self):
        """``{kind: documents.Opener}``; the kinds are those of a metric's documents."""
        return dict(OPENERS)

    @api.model
    def _hidden_columns(self):
        """Names of the figures that the user may not read, even in their own words."""
        reader = self.sudo(False)
        return {
            name
            for name in self._published_fields()
            if not reader._has_field_access(self._fields[name], "read")
        }

    # ---------------------------------------------------------------- buttons

    def _action_view(self, kind):
        self.check_access("read")
        explanation = self._explanation()
        if explanation.figures.hides(kind):
            raise AccessError(self.env._("You do not have the right to this figure."))
        return explanation.documents.open(kind)

    def action_view_figure(self, code):
        """Open the documents behind the figure of the metric ``code``."""
        self.check_access("read")
        metric = self._explanation().figures.metric(code)
        if not self._explanation().figures.readable(code):
            raise AccessError(self.env._("You do not have the right to this figure."))
        return self._action_view(metric.documents)

    def action_view_documents(self):
        return self._action_view("revenue")

    def action_view_revenue_items(self):
        return self._action_view("revenue_items")

    def action_view_collected(self):
        return self._action_view("collected")

    def action_view_days_late(self):
        return self._action_view("days_late")

    def action_view_overdue(self):
        return self._action_view("overdue")

    def action_view_changes(self):
        """Every change of this customer in the scheme."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_change_action"
        )
        action["domain"] = [
            ("scheme_id", "=", self.scheme_id.id),
            ("partner_id", "=", self.partner_id.id),
        ]
        # of this scheme, main or not
        action["context"] = {}
        return action
