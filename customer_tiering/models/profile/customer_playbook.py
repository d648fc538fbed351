from odoo import api, models
from odoo.tools import SQL

from ...classification import lifecycle as states
from ..playbook.trigger import Trigger

# a customer who was reviewed so many days ago or less is not reviewed again
REVIEWED_DAYS = 180


class CustomerPlaybook(models.Model):
    """A customer costs more than they bring, and nobody has reviewed them lately."""

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "costs": Trigger(
                self.env._("The customer costs more than they bring"),
                self._rows_costs,
                self._reason_costs,
            )
        }

    def _rows_costs(self):
        """Once per quarter, for as long as no review is made."""
        self.env["customer.tier.standing"].flush_model()
        self.env["customer.quality.review"].flush_model()
        return SQL(
            """
            SELECT s.partner_id,
                   'costs:' || to_char(%(today)s::date, 'YYYY-"Q"Q') AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   %(today)s::date AS day
              FROM customer_tier_standing s
             WHERE s.scheme_id = %(scheme)s AND s.lifecycle = %(existing)s
               AND s.cost_to_serve > s.gross_margin
               AND NOT EXISTS (
                   SELECT FROM customer_quality_review r
                    WHERE r.partner_id = s.partner_id
                      AND r.company_id = s.company_id
                      AND r.date >= %(today)s::date - %(days)s)
            """,
            today=self._today(),
            scheme=self.scheme_id.id,
            existing=states.EXISTING,
            days=REVIEWED_DAYS,
        )

    def _reason_costs(self, play, standing):
        return standing.env._("Discounts and refunds are more than the gross margin.")
