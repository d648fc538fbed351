from odoo import fields, models
from odoo.tools import SQL


class CustomerPlaybook(models.Model):
    """A play that would be one contact too many this month waits for the next."""

    _inherit = "customer.playbook"

    touch_waiting_count = fields.Integer(
        string="Held Back This Month",
        readonly=True,
        copy=False,
        aggregator=None,
        help="So many customers were due at the last run and have had, or will have, "
        "all contacts of the month. Their plays open once there is room again.",
    )

    def _waits(self):
        """Condition on the customer ``f.partner_id``: the play has to wait.

        What is planned counts as well, so that several playbooks do not plan together
        what none of them may alone.
        """
        touches = self.env["customer.tier.touch"]
        company = self.company_id
        first = self.step_ids[:1].activity_type_id
        touched = first.customer_tier_touch and touches._touched_sql(
            company, self._today(), planned=touches._planned_touches(company)
        )
        return SQL("f.partner_id IN (%s)", touched) if touched else SQL("FALSE")
