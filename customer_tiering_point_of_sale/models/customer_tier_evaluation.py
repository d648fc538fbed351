from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.customer_tiering.models.standing.documents import midnight

from .sales import SOLD


class CustomerTierEvaluation(models.Model):
    """Till sales in the totals of an evaluation, and what changed of them since."""

    _inherit = "customer.tier.evaluation"

    changed_till_order_count = fields.Integer(
        string="Till Orders Changed Since", compute="_compute_changed_till_order_count"
    )

    @api.depends("checked_at", "state")
    def _compute_changed_till_order_count(self):
        orders = self.env["pos.order"].sudo()
        for evaluation in self:
            evaluation.changed_till_order_count = (
                orders.search_count(evaluation._changed_till_domain())
                if evaluation.checked_at
                else 0
            )

    def _changed_till_domain(self):
        """Till orders of the period that came late, or that somebody changed since.

        A till that was offline sends its orders when it can. Somebody may enter another
        customer, or a customer may ask for an invoice. An order is written when its
        session is closed, too, which changes no figure; so changes before that are not
        told.
        """
        self.ensure_one()
        scheme, since = self.scheme_id, self.started_at or self.create_date
        window = self._window()
        begin, end = midnight(scheme, window.first), midnight(scheme, window.last, 1)
        late = Domain("create_date", ">", since)
        changed = (
            Domain("write_date", ">", since)
            & Domain("session_id.state", "=", "closed")
            & Domain("session_id.stop_at", "<=", since)
        )
        return (
            Domain("state", "in", SOLD)
            & Domain("company_id", "in", scheme._covered_companies().ids)
            & Domain("date_order", ">=", begin)
            & Domain("date_order", "<", end)
            & (late | changed)
        )

    def action_view_changed_till_orders(self):
        """Open the till orders that changed since the figures were read."""
        self.ensure_one()
        self.check_access("read")
        self.env["pos.order"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed since %s", self.display_name),
            "res_model": "pos.order",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._changed_till_domain()),
            "context": {"create": False},
        }

    def _revenue_totals(self, bridge):
        """Till sales are revenue of the period, with a customer or without."""
        totals = super()._revenue_totals(bridge)
        corrections = ("till_apart", "till_rest", "till_open", "till_earlier")
        totals["revenue_total"] += sum(bridge[kind] for kind in corrections)
        totals["revenue_excluded"] -= bridge["till_excluded"]
        totals["revenue_not_counted"] -= bridge["till_nobody"]
        return totals
