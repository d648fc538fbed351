from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..playbook.trigger import Trigger

BY_HAND = "by_hand"


class CustomerPlaybook(models.Model):
    """A playbook that people start for the customers of a segment."""

    _inherit = "customer.playbook"

    start_ids = fields.One2many("customer.playbook.start", "playbook_id", copy=False)
    started_from_id = fields.Many2one(
        "customer.playbook",
        string="Started from",
        ondelete="set null",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="The playbook whose steps this one took over when it was started by hand.",
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            BY_HAND: Trigger(
                self.env._("Somebody starts it for a segment"),
                self._rows_by_hand,
                self._reason_by_hand,
            ),
        }

    def _rows_by_hand(self):
        """Those who were in the segment on the day of the start, and still are.

        Who leaves it, by whatever reason, no longer needs it.
        """
        self.env["customer.playbook.start"].flush_model()
        self.env["customer.tier.standing"].flush_model()
        return SQL(
            """
            SELECT s.partner_id,
                   'segment:' || begun.tier_id || ':' || begun.date AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   begun.date AS day
              FROM customer_playbook_start begun
              JOIN customer_tier_standing s
                ON s.scheme_id = %s AND s.tier_id = begun.tier_id
               AND (s.since IS NULL OR s.since <= begun.date)
             WHERE begun.playbook_id = %s
            """,
            self.scheme_id.id,
            self.id,
        )

    def _reason_by_hand(self, play, standing):
        _key, tier, day = play.occurrence.split(":")
        tier = standing.env["customer.tier"].browse(int(tier))
        told = standing.env._(
            "Started on %(day)s for “%(segment)s”.",
            day=format_date(standing.env, fields.Date.to_date(day)),
            segment=tier.name,
        )
        return f"{told} {tier.advice}" if tier.advice else told

    # ---------------------------------------------------------------- starting

    def _by_hand_for(self, scheme):
        """The playbook that is started for ``scheme`` with the steps of this one.

        That is this one if it is started by hand anyway, else a copy made before; an
        empty record if there is none yet.
        """
        self.ensure_one()
        if self.trigger == BY_HAND and (not self.scheme_id or self.scheme_id == scheme):
            return self
        return self.with_context(active_test=False).search(
            [
                ("started_from_id", "=", self.id),
                ("scheme_id", "=", scheme.id),
                ("trigger", "=", BY_HAND),
            ],
            limit=1,
        )

    def _start(self, scheme, tier):
        """Start this playbook for the customers of ``tier`` in ``scheme``.

        Opens the first plays at once, as many per person as the playbook allows; the
        others follow on the next days. Returns the playbook that has the plays.
        """
        self.ensure_one()
        playbook = self._by_hand_for(scheme) or self._copy_by_hand(scheme)
        playbook.scheme_id = scheme
        playbook.active = True
        today = playbook._today()
        starts = self.env["customer.playbook.start"]
        values = {"playbook_id": playbook.id, "tier_id": tier.id, "date": today}
        if not starts.search([(key, "=", value) for key, value in values.items()]):
            starts.create(values)
        if playbook.first_occurrence_from > today:
            playbook.first_occurrence_from = today
        playbook.sudo()._open_due()
        self.env.ref("customer_tiering.ir_cron_playbook").sudo()._trigger()
        return playbook

    def _copy_by_hand(self, scheme):
        """A copy with these steps; the segment alone says whom it is for."""
        copied = self.copy(
            {
                "trigger": BY_HAND,
                "scheme_id": scheme.id,
                "tier_ids": False,
                "domain": "[]",
                "started_from_id": self.id,
            }
        )
        copied.name = self.env._("%(playbook)s, by hand", playbook=self.name)
        return copied

    def _would_open(self, scheme, tier):
        """``(customers due, of these today)`` if it was started for ``tier`` now."""
        self.ensure_one()
        own = self._by_hand_for(scheme)
        self.env.flush_all()
        today = scheme._today()
        # with the people and the scheme that it would have
        planned = self.new({"scheme_id": scheme.id}, origin=self)
        due = SQL(
            """
            SELECT s.partner_id, NULL::varchar AS res_model, NULL::integer AS res_id,
                   c.user_id AS salesperson
              FROM customer_tier_standing s
              JOIN res_partner c ON c.id = s.partner_id AND c.active
             WHERE s.scheme_id = %(scheme)s AND s.tier_id = %(tier)s
               AND NOT EXISTS (
                   SELECT FROM customer_playbook_play p
                    WHERE p.playbook_id = %(own)s AND p.partner_id = s.partner_id
                      AND (p.outcome IS NULL OR p.occurrence = %(occurrence)s
                           OR p.closed_on + %(cooldown)s > %(today)s))
            """,
            scheme=scheme.id,
            tier=tier.id,
            own=own.id or None,
            occurrence=f"segment:{tier.id}:{today}",
            cooldown=self.cooldown_days,
            today=today,
        )
        ((customers, first),) = self.env.execute_query(
            SQL(
                """
                WITH due AS (%(due)s), owned AS (%(owned)s), mine AS (
                    SELECT user_id, COUNT(*) AS customers FROM owned
                     WHERE user_id IS NOT NULL GROUP BY user_id
                ), today AS (
                    SELECT user_id, COUNT(*) AS opened FROM customer_playbook_play
                     WHERE playbook_id = %(own)s AND opened_on = %(today)s
                     GROUP BY user_id
                )
                SELECT COALESCE(SUM(customers), 0)::int,
                       COALESCE(SUM(CASE WHEN %(cap)s = 0 THEN customers
                           ELSE LEAST(customers, GREATEST(
                               %(cap)s - COALESCE(opened, 0), 0)) END), 0)::int
                  FROM mine LEFT JOIN today USING (user_id)
                """,
                due=due,
                owned=planned._owned(self.step_ids[:1].responsible),
                own=own.id or None,
                today=today,
                cap=(own or self).daily_cap,
            )
        )
        return customers, first
