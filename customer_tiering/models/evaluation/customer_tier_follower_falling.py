from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .customer_tier_follower import BATCH

# days until the activity is due
DAYS = 7


class CustomerTierFollower(models.Model):
    """When a Top customer falls, their salesperson gets one activity per fall.

    A fall starts when the figures of a customer in the best tier give a lower one,
    whether grace keeps the tier for now or the customer moves at once. It ends when the
    figures give the best tier again. Only then can a new fall start.
    """

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        # processed as a whole, see _work_batch
        return {"falling": None, **super()._followers()}

    def _work_batch(self):
        if self.name != "falling":
            return super()._work_batch()
        # not based on changes, because customers in grace have not moved
        if self._alert_falling() < BATCH:
            self.state = "done"
        return self.state == "pending"

    def _alert_falling(self):
        """Notify about one batch of falls; returns their number."""
        self.ensure_one()
        scheme = self.evaluation_id.scheme_id
        if not scheme.alert_falling:
            return 0
        standings = self.env["customer.tier.standing"].browse(self._fallen())
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                values
                for standing in standings
                if (values := self._alert_values(standing))
            ]
        )
        return len(standings)

    def _fallen(self):
        """Ids of the standings whose fall starts now; they are marked as announced.

        The marks of ended falls are removed first, but not for falls of the same day,
        so that a second run for this day does not notify again.
        """
        evaluation = self.evaluation_id
        self.env["customer.tier.standing"].flush_model()
        self.env["customer.tier.change"].flush_model()
        values = {
            "scheme": evaluation.scheme_id.id,
            "evaluation": evaluation.id,
            "best": evaluation.scheme_id._best_tier().id,
            "day": evaluation.as_of,
            "batch": BATCH,
        }
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_tier_standing
                   SET alerted_on = NULL
                 WHERE scheme_id = %(scheme)s
                   AND alerted_on < %(day)s
                   AND falling IS NOT TRUE
                   AND tier_id = %(best)s
                """,
                **values,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE customer_tier_standing
                   SET alerted_on = %(day)s
                 WHERE id IN (
                    SELECT id
                      FROM customer_tier_standing s
                     WHERE scheme_id = %(scheme)s
                       AND alerted_on IS NULL
                       AND (tier_id = %(best)s AND falling
                            OR EXISTS (
                                SELECT FROM customer_tier_change c
                                 WHERE c.evaluation_id = %(evaluation)s
                                   AND c.partner_id = s.partner_id
                                   AND c.from_tier_id = %(best)s
                                   AND c.direction = 'down'))
                     ORDER BY id
                     LIMIT %(batch)s)
                RETURNING id
                """,
                **values,
            )
        )
        self.env["customer.tier.standing"].invalidate_model(["alerted_on"])
        return sorted(id_ for (id_,) in rows)

    def _alert_values(self, standing):
        """The values of the activity for one fall; empty without a user to notify."""
        scheme = standing.scheme_id
        partner = standing.partner_id
        user = next(
            (
                user
                for user in (partner.user_id, scheme.alert_user_id)
                if user.active and not user.share
            ),
            None,
        )
        if not user:
            return None
        told = standing.with_context(lang=user.lang)
        return {
            "activity_type_id": self.env.ref(
                "customer_tiering.mail_activity_type_falling"
            ).id,
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": partner.id,
            "user_id": user.id,
            "date_deadline": fields.Date.context_today(self) + timedelta(days=DAYS),
            "summary": told._fall_summary(),
            "note": told._fall_note(),
        }
