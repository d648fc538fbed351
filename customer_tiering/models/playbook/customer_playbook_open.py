from odoo import fields, models
from odoo.tools import SQL

from ...classification import lifecycle as states
from .customer_playbook_play import PAUSED_AFTER

# written by SQL
LEDGER = (
    "customer.playbook",
    "customer.playbook.play",
    "customer.playbook.play.step",
)


class CustomerPlaybook(models.Model):
    """Opening plays: under the playbook's lock, for all customers by one statement."""

    _inherit = "customer.playbook"

    def _open_due(self):
        """Close what is over, and open the plays that are due; False if not its turn.

        Nobody else works on the playbook meanwhile: its row is locked, and changed. A
        second worker that comes later with an older view of the database is refused by
        PostgreSQL, and tries again.
        """
        self.ensure_one()
        cr = self.env.cr
        self.env.flush_all()
        locked = self.env.execute_query(
            SQL(
                "SELECT id FROM customer_playbook WHERE id = %s"
                " FOR NO KEY UPDATE SKIP LOCKED",
                self.id,
            )
        )
        if not locked:
            return False
        cr.execute(
            SQL(
                "UPDATE customer_playbook SET last_run = %s WHERE id = %s",
                fields.Datetime.now(),
                self.id,
            )
        )
        cr.execute("DROP TABLE IF EXISTS customer_playbook_found")
        cr.execute(
            SQL(
                "CREATE TEMP TABLE customer_playbook_found ON COMMIT DROP AS %s",
                self._triggers()[self.trigger].rows(),
            )
        )
        cr.execute("ANALYZE customer_playbook_found")
        self.env["customer.playbook.play"]._close_merged(
            [("playbook_id", "=", self.id)]
        )
        self.env.flush_all()
        self._mend_steps()
        self._close_over()
        if self.active:
            due, opened, held = self.env.execute_query(self._opening())[0]
            cr.execute(
                SQL(
                    "UPDATE customer_playbook"
                    " SET waiting_count = %s, touch_waiting_count = %s WHERE id = %s",
                    due - opened - held,
                    held,
                    self.id,
                )
            )
        for model in LEDGER:
            self.env[model].invalidate_model()
        if self.active:
            self._note_pace()
        return True

    def _opening(self):
        """The statement that opens plays with their first step.

        Returns how many are due, how many of these it opened, and how many wait
        because the customer had enough contacts.
        """
        first = self.step_ids[:1]
        return SQL(
            """
            WITH due AS MATERIALIZED (%(due)s),
            owned AS (%(owned)s),
            placed AS MATERIALIZED (
                SELECT owned.*, ROW_NUMBER() OVER (
                           PARTITION BY user_id, waits
                           ORDER BY value * (1 + overdue) DESC, day, partner_id
                       ) AS place
                  FROM owned
            ), today AS (
                SELECT user_id, COUNT(*) AS opened FROM customer_playbook_play
                 WHERE playbook_id = %(playbook)s AND opened_on = %(today)s
                 GROUP BY user_id
            ), taken AS MATERIALIZED (
                SELECT p.* FROM placed p LEFT JOIN today USING (user_id)
                 WHERE p.user_id IS NOT NULL AND NOT p.waits
                   AND (%(cap)s = 0 OR place + COALESCE(today.opened, 0) <= %(cap)s)
            ), drawn AS (%(drawn)s), plays AS (
                INSERT INTO customer_playbook_play (
                       playbook_id, company_id, partner_id, occurrence, res_model,
                       res_id, user_id, tier_id, was_falling, due_since, opened_on,
                       opened_at, drawn_percent, value_class, held_out,
                       create_date, create_uid, write_date, write_uid)
                SELECT %(playbook)s, %(company)s, partner_id, occurrence, res_model,
                       res_id, user_id, tier_id, falling, day, %(today)s,
                       %(now)s, drawn_percent, value_class, held_out,
                       %(now)s, %(uid)s, %(now)s, %(uid)s
                  FROM drawn
                RETURNING id, user_id, held_out
            ), steps AS (
                INSERT INTO customer_playbook_play_step (
                       play_id, playbook_id, company_id, step_id, user_id, state, due,
                       done, answered, not_useful,
                       create_date, create_uid, write_date, write_uid)
                SELECT id, %(playbook)s, %(company)s, %(step)s, user_id, 'waiting',
                       %(first_due)s, 0, 0, 0, %(now)s, %(uid)s, %(now)s, %(uid)s
                  FROM plays WHERE held_out IS NOT TRUE
            )
            SELECT (SELECT COUNT(*) FROM placed), (SELECT COUNT(*) FROM plays),
                   (SELECT COUNT(*) FROM placed WHERE waits)
            """,
            due=self._due(),
            owned=self._owned(first.responsible),
            drawn=self._drawn(),
            playbook=self.id,
            company=self.company_id.id,
            today=self._today(),
            now=fields.Datetime.now(),
            uid=self.env.uid,
            cap=self.daily_cap,
            step=first.id,
            first_due=self._due_on(first, self._today()),
        )

    def _due(self):
        """Occurrences that may open a play, one per customer: the one due longest."""
        return SQL(
            """
            SELECT DISTINCT ON (f.partner_id) f.*, s.tier_id,
                   COALESCE(s.falling, FALSE) AS falling,
                   GREATEST(s.net_revenue, 0) + 1 AS value,
                   %(today)s::date - f.day AS overdue, c.user_id AS salesperson,
                   %(waits)s AS waits
              FROM customer_playbook_found f
              JOIN customer_tier_standing s
                ON s.partner_id = f.partner_id AND s.scheme_id = %(scheme)s
              JOIN res_partner c ON c.id = f.partner_id AND c.active
             WHERE f.day BETWEEN %(first)s AND %(today)s
               AND s.lifecycle IS DISTINCT FROM %(no_need)s
               AND %(in_tiers)s AND %(among)s
               AND NOT EXISTS (
                   SELECT FROM customer_playbook_play p
                    WHERE p.playbook_id = %(playbook)s AND p.partner_id = f.partner_id
                      AND (p.occurrence = f.occurrence OR p.outcome IS NULL
                           OR p.closed_on + %(cooldown)s > %(today)s))
               AND %(paused_after)s > (
                   SELECT COUNT(*) FROM customer_playbook_play p
                    WHERE p.playbook_id = %(playbook)s AND p.partner_id = f.partner_id
                      AND p.outcome = 'not_useful' AND p.forgiven IS NOT TRUE)
             ORDER BY f.partner_id, f.day, f.occurrence
            """,
            today=self._today(),
            scheme=self.scheme_id.id,
            first=self.first_occurrence_from or self._today(),
            no_need=states.NO_NEED,
            in_tiers=self._in_tiers(),
            among=self._among(SQL("f.partner_id")),
            playbook=self.id,
            cooldown=self.cooldown_days,
            paused_after=PAUSED_AFTER,
            waits=self._waits(),
        )

    def _among(self, customer):
        """Condition that ``customer`` (SQL, a column) meets that of the playbook."""
        if not self.domain or self.domain.strip() == "[]":
            return SQL("TRUE")
        contacts = self.sudo()._contacts_query()
        return SQL("%s IN %s", customer, contacts.subselect())

    def _owned(self, responsible):
        """``due`` with the ``user_id`` who is responsible for it; NULL if nobody is.

        The salesperson of a quotation or an opportunity is its own, that of a customer
        without one is the salesperson of their latest order.
        """
        people = {
            "salesperson": SQL("COALESCE(own.id, customers.id, latest.id, owner.id)"),
            "leader": SQL("COALESCE(leader.id, owner.id)"),
            "owner": SQL("owner.id"),
        }
        team = SQL()
        if responsible == "leader":
            team = SQL(
                """
              LEFT JOIN LATERAL (
                  SELECT t.user_id FROM crm_team_member m
                    JOIN crm_team t ON t.id = m.crm_team_id
                   WHERE m.active
                     AND m.user_id = COALESCE(own.id, customers.id, latest.id)
                   ORDER BY m.id LIMIT 1
              ) team ON TRUE
              LEFT JOIN res_users leader
                ON leader.id = team.user_id AND leader.active AND NOT leader.share
                """
            )
        return SQL(
            """
            SELECT due.*, %(person)s AS user_id
              FROM due
              LEFT JOIN sale_order o
                ON due.res_model = 'sale.order' AND o.id = due.res_id
              LEFT JOIN crm_lead lead
                ON due.res_model = 'crm.lead' AND lead.id = due.res_id
              LEFT JOIN %(sellers)s last ON last.customer = due.partner_id
              LEFT JOIN res_users own
                ON own.id = COALESCE(o.user_id, lead.user_id)
               AND own.active AND NOT own.share
              LEFT JOIN res_users customers
                ON customers.id = due.salesperson AND customers.active
               AND NOT customers.share
              LEFT JOIN res_users latest
                ON latest.id = last.user_id AND latest.active AND NOT latest.share
              %(team)s
              LEFT JOIN res_users owner
                ON owner.id = %(owner)s AND owner.active AND NOT owner.share
            """,
            person=people[responsible],
            team=team,
            sellers=self._sellers(),
            owner=self.owner_id.id,
        )
