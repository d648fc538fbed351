from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def _evaluation_of_last_year(self):
        """The last evaluation of tiers that was a year old when the last one was made.

        None if the scheme is younger, or if the history is not kept that long.
        """
        self.ensure_one()
        evaluations = self.env["customer.tier.evaluation"].sudo()
        last = self.sudo().last_evaluation_id
        if not last:
            return evaluations
        return evaluations.search(
            [
                ("scheme_id", "=", self.id),
                ("kind", "=", "tiers"),
                ("state", "=", "done"),
                ("overtaken", "=", False),
                ("as_of", "<=", last.as_of - relativedelta(years=1)),
            ],
            order="as_of DESC, id DESC",
            limit=1,
        )

    def _tiers_after(self, evaluation):
        """FROM item: ``partner_id`` and ``tier_id`` right after ``evaluation``.

        Of everybody who is a customer of the scheme now; NULL for who was none then.
        The history tells it backwards: the first move since has the tier before it, and
        who never moved has it still.
        """
        return SQL(
            """(
            SELECT s.partner_id, CASE WHEN moved.partner_id IS NULL THEN s.tier_id
                                      ELSE moved.from_tier_id END AS tier_id
              FROM customer_tier_standing s
              LEFT JOIN (
                SELECT DISTINCT ON (partner_id) partner_id, from_tier_id
                  FROM customer_tier_change
                 WHERE scheme_id = %(scheme)s AND evaluation_id > %(evaluation)s
                 ORDER BY partner_id, id
              ) moved ON moved.partner_id = s.partner_id
             WHERE s.scheme_id = %(scheme)s)""",
            scheme=self.id,
            evaluation=evaluation.id,
        )
