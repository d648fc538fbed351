from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from . import grants, steps

# days before it is due
AHEAD = 30


class CustomerTierEntitlement(models.Model):
    """Every night, for all customers of a benefit at once: what lapses, what is due.

    Each benefit takes the same few statements whatever the number of customers. They
    select what is to be done by what they change, so a night that was killed, or that
    runs twice, leaves the same as one that ran once.
    """

    _inherit = "customer.tier.entitlement"

    @api.model
    def _cron_night(self):
        """Bring all benefits up to date, then tell salespeople."""
        commit = self.env["ir.cron"]._commit_progress
        benefits = self._night_benefits()
        seconds = commit(remaining=len(benefits))
        for benefit in benefits:
            if not seconds:
                return
            self._night(benefit)
            seconds = commit(1)
        for benefit in benefits:
            while seconds and self._tell_batch(benefit):
                seconds = commit()

    @api.model
    def _night_benefits(self):
        """Benefits that are in use, and those with open entitlements."""
        benefits = self.env["customer.tier.benefit"].sudo()
        benefits = benefits.with_context(active_test=False).search(
            [("kind", "in", steps.KINDS), ("scheme_id", "!=", False)]
        )
        # of most benefits that are not in use, nothing is open
        return benefits.filtered(lambda one: one.active or one.entitlement_count)

    @api.model
    def _night(self, benefit):
        """Bring the entitlements to ``benefit`` up to date; the number of new ones."""
        self.env.flush_all()
        today = benefit._today()
        self._hand_over(benefit)
        self._lapse(benefit, today)
        self._withdraw(benefit)
        self._bring_forward(benefit, today)
        made = self._make_due(benefit, today)
        self.invalidate_model()
        self.env["customer.tier.entitlement.answer"].invalidate_model()
        return made

    def _hand_over(self, benefit):
        """What is open follows the customer's salesperson, and so does its activity."""
        self.env.cr.execute(
            SQL(
                """
                WITH moved AS (
                    UPDATE customer_tier_entitlement e SET user_id = p.user_id
                      FROM res_partner p
                     WHERE p.id = e.partner_id AND e.benefit_id = %s
                       AND e.state IN ('due', 'offered', 'accepted')
                       AND e.user_id IS DISTINCT FROM p.user_id
                 RETURNING e.activity_id, e.user_id)
                UPDATE mail_activity a SET user_id = moved.user_id
                  FROM moved
                  JOIN res_users u ON u.id = moved.user_id AND u.active AND NOT u.share
                 WHERE a.id = moved.activity_id
                """,
                benefit.id,
            )
        )
        self.env["mail.activity"].invalidate_model(["user_id"])

    def _lapse(self, benefit, today):
        """What was not used by the end of its period."""
        self.env.cr.execute(
            self._close_sql(
                SQL("SELECT e.id, e.state, 'ended' AS reason"),
                SQL(
                    "e.state IN ('due', 'offered', 'accepted') AND e.date_to < %s",
                    today,
                ),
                benefit,
                steps.LAPSED,
                SQL("e.date_to"),
            )
        )

    def _withdraw(self, benefit):
        """What is merely due, and no longer granted. What was offered stays."""
        reason = SQL(
            """CASE WHEN %s THEN 'off' WHEN NOT p.active THEN 'archived'
                    ELSE 'tier' END""",
            not (benefit.active and benefit.scheme_id.active),
        )
        self.env.cr.execute(
            self._close_sql(
                SQL("SELECT e.id, e.state, %s AS reason", reason),
                SQL(
                    """e.state = 'due' AND NOT EXISTS (
                           SELECT FROM %s WHERE s.partner_id = e.partner_id)""",
                    grants.standings(benefit),
                ),
                benefit,
                steps.WITHDRAWN,
                SQL("%s::date", benefit._today()),
            )
        )

    def _close_sql(self, select, which, benefit, state, day):
        """Statement that closes the entitlements ``which``, with an answer each."""
        return SQL(
            """
            WITH old AS (
                %(select)s
                  FROM customer_tier_entitlement e
                  JOIN res_partner p ON p.id = e.partner_id
                 WHERE e.benefit_id = %(benefit)s AND %(which)s
                   FOR UPDATE OF e),
            closed AS (
                UPDATE customer_tier_entitlement e
                   SET state = %(state)s, state_date = %(day)s
                  FROM old WHERE e.id = old.id
             RETURNING e.id, e.company_id, old.state, old.reason)
            INSERT INTO customer_tier_entitlement_answer
                   (entitlement_id, company_id, from_state, to_state, date, by, reason)
            SELECT id, company_id, state, %(state)s, now() AT TIME ZONE 'UTC', 'system',
                   reason
              FROM closed ORDER BY id
            """,
            select=select,
            benefit=benefit.id,
            which=which,
            state=state,
            day=day,
        )

    def _bring_forward(self, benefit, today):
        """What is not due yet, if the customer's tier now grants it more often."""
        self.env.cr.execute(
            SQL(
                """
                WITH earlier AS (
                    SELECT e.id, s.tier_id, l.months, %(due)s::date AS day
                      FROM customer_tier_entitlement e
                      JOIN (%(standings)s) ON s.partner_id = e.partner_id
                           %(last)s
                     WHERE e.benefit_id = %(benefit)s AND e.state = 'due'
                       AND e.due_date > %(today)s AND %(due)s < e.due_date),
                moved AS (
                    UPDATE customer_tier_entitlement e
                       SET tier_id = earlier.tier_id, due_date = earlier.day,
                           date_from = earlier.day,
                           interval_months = earlier.months,
                           date_to = (earlier.day + earlier.months * interval '1 month'
                                      )::date - 1
                      FROM earlier WHERE e.id = earlier.id
                 RETURNING e.id, e.company_id, e.activity_id, e.due_date),
                told AS (
                    UPDATE mail_activity a
                       SET date_deadline = GREATEST(moved.due_date, %(today)s)
                      FROM moved WHERE a.id = moved.activity_id)
                INSERT INTO customer_tier_entitlement_answer
                       (entitlement_id, company_id, from_state, to_state, date, by,
                        reason)
                SELECT id, company_id, 'due', 'due', now() AT TIME ZONE 'UTC', 'system',
                       'earlier'
                  FROM moved ORDER BY id
                """,
                due=grants.next_due(benefit, today),
                standings=grants.standings(benefit),
                last=grants.last(benefit),
                benefit=benefit.id,
                today=today,
            )
        )
        self.env["mail.activity"].invalidate_model(["date_deadline"])

    def _make_due(self, benefit, today):
        """Make what is due within `AHEAD` days; returns the number.

        The unique index settles it if two nights do it at once.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_entitlement
                       (benefit_id, kind, partner_id, company_id, tier_id, user_id,
                        state, due_date, date_from, date_to, interval_months, quantity,
                        unit_cost, create_date, write_date)
                SELECT %(benefit)s, %(kind)s, new.partner_id, %(company)s, new.tier_id,
                       new.user_id, 'due', new.day, new.day,
                       (new.day + new.months * interval '1 month')::date - 1,
                       new.months, new.quantity, new.unit_cost,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM (SELECT s.partner_id, s.tier_id, p.user_id, l.months, l.quantity,
                               l.unit_cost, (%(due)s)::date AS day
                          FROM %(standings)s
                               %(last)s
                         WHERE NOT EXISTS (
                               SELECT FROM customer_tier_entitlement e
                                WHERE e.benefit_id = %(benefit)s
                                  AND e.partner_id = s.partner_id
                                  AND e.state IN ('due', 'offered', 'accepted'))
                       ) new
                 WHERE new.day <= %(until)s
              ORDER BY new.partner_id
                    ON CONFLICT (benefit_id, partner_id)
                 WHERE state IN ('due', 'offered', 'accepted') DO NOTHING
                """,
                benefit=benefit.id,
                kind=benefit.kind,
                company=benefit.company_id.id,
                due=grants.next_due(benefit, today),
                standings=grants.standings(benefit),
                last=grants.last(benefit),
                until=today + timedelta(days=AHEAD),
            )
        )
        return self.env.cr.rowcount
