from odoo import fields, models


class CustomerTierEvaluationCheck(models.TransientModel):
    """Asks for a remark before an evaluation is marked as checked."""

    _name = "customer.tier.evaluation.check"
    _description = "Mark as Checked"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, readonly=True, ondelete="cascade"
    )
    customer_count = fields.Integer(related="evaluation_id.customer_count")
    remark = fields.Text(help="Kept with the check, and written into the file.")

    def action_confirm(self):
        """Check the evaluation with the remark."""
        self.ensure_one()
        self.evaluation_id.action_check(self.remark)
        return {"type": "ir.actions.act_window_close"}
