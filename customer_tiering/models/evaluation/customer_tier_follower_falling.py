from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .customer_tier_follower import BATCH

# days that the salesperson has for it
DAYS = 7


class CustomerTierFollower(models.Model):
    """A Top customer who falls is one activity for his salesperson, once per fall.

    A fall begins when the figures of one who stands in the best tier give a lower one,
    be he held there for a while or moved at once. It is over when he stands in the best
    tier again by his figures; only then can a new one begin.
    """

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        # worked off as a whole, see _work_batch
        return {"falling": None, **super()._followers()}

    def _work_batch(self):
        if self.name != "falling":
            return super()._work_batch()
        # not by changes: who is held has moved nowhere
        if self._alert_falling() < BATCH:
            self.state = "done"
        return self.state == "pending"

    def _alert_falling(self):
        """Tell of one batch of falls; returns how many there were."""
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
        """Ids of the standings whose fall begins now; they are marked as told.

        Falls that are over are forgotten first, but none of the very day: a second run
        for it must not tell again.
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
        """The activity for one fall; nothing where there is nobody to tell."""
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
