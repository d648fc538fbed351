from odoo import fields, models


class CustomerTierEvaluationVoid(models.TransientModel):
    """Asks why a check is void, before it is withdrawn or its evaluation is undone."""

    _name = "customer.tier.evaluation.void"
    _description = "Withdraw Check"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, readonly=True, ondelete="cascade"
    )
    checked_by_id = fields.Many2one(related="evaluation_id.checked_by_id")
    checked_at = fields.Datetime(related="evaluation_id.checked_at")
    undo_count = fields.Integer(related="evaluation_id.undo_count")
    is_undo = fields.Boolean(readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Withdraw the check, or undo the evaluation, for the reason."""
        self.ensure_one()
        if self.is_undo:
            return self.evaluation_id.action_undo(self.reason)
        self.evaluation_id.action_uncheck(self.reason)
        return {"type": "ir.actions.act_window_close"}
