from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

from . import steps

# activities in one transaction
BATCH = 500
KINDS = {
    "training": "customer_tiering.mail_activity_type_training",
    "other": "customer_tiering.mail_activity_type_benefit",
}


class CustomerTierEntitlement(models.Model):
    """Salespeople are told what to offer: one activity for each entitlement."""

    _inherit = "customer.tier.entitlement"

    @api.model
    def _tell_batch(self, benefit):
        """Delete or make a batch of activities; False if nothing is left for today."""
        gone = self._unneeded_activities(benefit)
        gone.unlink()
        told = self._untold(benefit)
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        made = activities.create([one._activity_values() for one in told])
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_tier_entitlement e
                   SET announced_on = %s, activity_id = made.activity_id
                  FROM unnest(%s::int[], %s::int[]) AS made (id, activity_id)
                 WHERE e.id = made.id
                """,
                benefit._today(),
                told.ids,
                made.ids,
            )
        )
        self.invalidate_model(["announced_on", "activity_id"])
        return len(gone) == BATCH or len(told) == BATCH

    def _unneeded_activities(self, benefit):
        """Activities of entitlements that the night closed."""
        closed = self.sudo().search(
            [
                ("benefit_id", "=", benefit.id),
                ("activity_id", "!=", False),
                ("state", "in", (steps.LAPSED, steps.WITHDRAWN)),
            ],
            limit=BATCH,
        )
        return closed.activity_id

    @api.model
    def _untold(self, benefit):
        """Entitlements whose salesperson has to be told, the best customers first."""
        limit = BATCH
        today = benefit._today()
        if benefit.daily_limit:
            told = self.sudo().search_count(
                [("benefit_id", "=", benefit.id), ("announced_on", "=", today)]
            )
            limit = min(BATCH, benefit.daily_limit - told)
        if limit <= 0:
            return self.browse()
        self.flush_model()
        self.env["res.users"].flush_model(["active", "share"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id
                  FROM customer_tier_entitlement e
                  JOIN res_users u ON u.id = e.user_id AND u.active AND NOT u.share
             LEFT JOIN customer_tier_standing s
                    ON s.scheme_id = %(scheme)s AND s.partner_id = e.partner_id
             LEFT JOIN customer_tier t ON t.id = s.tier_id
                 WHERE e.benefit_id = %(benefit)s AND e.state = 'due'
                   AND e.announced_on IS NULL
              ORDER BY t.sequence, s.rank, e.id
                 LIMIT %(limit)s
                """,
                scheme=benefit.scheme_id.id,
                benefit=benefit.id,
                limit=limit,
            )
        )
        return self.sudo().browse([id_ for (id_,) in rows])

    def _activity_values(self):
        self.ensure_one()
        told = self.with_context(lang=self.user_id.lang)
        return {
            "activity_type_id": self.env.ref(KINDS[self.kind]).id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.user_id.id,
            "date_deadline": max(self.due_date, self._today()),
            "summary": told.env._("Offer %s", told.benefit_id.name),
            "note": told._activity_note(),
        }

    def _activity_note(self):
        """The sentence, how the last one ended, and the text for colleagues."""
        line = self.benefit_id.line_ids.filtered(
            lambda one: one.tier_id == self.tier_id
        )
        last = self._last_settled()
        return Markup().join(
            Markup("<p>%s</p>") % part
            for part in (
                self.sentence,
                last and self.env._("The last one: %s", last.sentence),
                line.text,
            )
            if part
        )

    def _last_settled(self):
        """The customer's latest other one that was used or declined, or that lapsed."""
        self.ensure_one()
        return self.search(
            [
                ("id", "!=", self.id),
                ("benefit_id", "=", self.benefit_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "in", steps.SETTLED),
            ],
            order="state_date desc, id desc",
            limit=1,
        )
