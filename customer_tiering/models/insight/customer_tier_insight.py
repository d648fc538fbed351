import json

from odoo import api, fields, models
from odoo.tools import SQL

from ...classification import insight
from ...tools.unchecked_many2one import UncheckedMany2one


class CustomerTierInsight(models.Model):
    """How value was spread over the customers at an evaluation, as plain data.

    One row per evaluation, and part of its result. Evaluations from before this model
    existed have none.
    """

    _name = "customer.tier.insight"
    _description = "Insight of an Evaluation"
    _order = "evaluation_id desc"
    _rec_name = "evaluation_id"
    _log_access = False

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", readonly=True
    )
    # For the record rules; the evaluation keeps its company
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    data = fields.Json(
        readonly=True, help="What classification.insight says of all customers."
    )

    _evaluation_uniq = models.Constraint(
        "UNIQUE(evaluation_id)", "An evaluation has one insight."
    )

    @api.model
    def _write_insight(self, evaluation, settled):
        """Store the insight of ``evaluation``, in one statement.

        ``settled`` is the frame that was published. A second try takes the place of
        the first one.
        """
        data = insight(settled, evaluation.settings["ladder"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_insight (evaluation_id, company_id, data)
                VALUES (%(evaluation)s, %(company)s, %(data)s)
                    ON CONFLICT (evaluation_id) DO UPDATE SET data = EXCLUDED.data
                """,
                evaluation=evaluation.id,
                company=evaluation.company_id.id,
                data=json.dumps(data),
            )
        )
        self.invalidate_model()
