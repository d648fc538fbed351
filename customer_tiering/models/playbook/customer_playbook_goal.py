from odoo import fields, models
from odoo.tools import SQL

from ..collector.customers import customers


class CustomerPlaybook(models.Model):
    """When a play is over by itself: its goal is reached, or its cause is gone."""

    _inherit = "customer.playbook"

    def _goals(self):
        """Goal -> function that returns a SELECT of the ids of plays that reached it.

        The statement reads the open plays as ``play``. Another addon adds a goal here
        and to the selection.
        """
        return {
            "order": self._reached_order,
            "reply": self._reached_reply,
            "tier_back": self._reached_tier_back,
            "paid": self._reached_paid,
        }

    def _open_plays(self):
        """FROM item ``play``: the playbook's open plays that somebody works on."""
        return SQL(
            "(SELECT * FROM customer_playbook_play"
            " WHERE playbook_id = %s AND outcome IS NULL AND NOT held_out) play",
            self.id,
        )

    def _reached_order(self):
        """Of a quotation, that it is confirmed; of a customer, a purchase since."""
        return SQL(
            """
            SELECT play.id
              FROM %(plays)s
              JOIN %(customers)s c ON c.customer_id = play.partner_id
              JOIN sale_order o ON o.partner_id = c.id AND o.state = 'sale'
               AND (play.res_model IS NULL AND o.date_order >= play.opened_at
                    OR play.res_model = 'sale.order' AND play.res_id = o.id)
             WHERE o.company_id = ANY(%(companies)s)
         UNION
            SELECT play.id
              FROM %(plays)s
              JOIN %(customers)s c ON c.customer_id = play.partner_id
              JOIN account_move m ON m.partner_id = c.id
               AND m.move_type IN ('out_invoice', 'out_receipt')
               AND m.state = 'posted' AND m.create_date >= play.opened_at
               AND m.invoice_date >= play.opened_on
             WHERE play.res_model IS NULL AND m.company_id = ANY(%(companies)s)
            """,
            **self._parts(),
        )

    def _reached_reply(self):
        """A message of the customer's people; to confirm a quotation is an answer."""
        return SQL(
            """
            SELECT play.id
              FROM %(plays)s
              JOIN sale_order o
                ON play.res_model = 'sale.order' AND o.id = play.res_id
             WHERE o.state = 'sale'
         UNION
            SELECT play.id
              FROM %(plays)s
              JOIN %(customers)s c ON c.customer_id = play.partner_id
              JOIN mail_message m ON m.author_id = c.id
               AND m.message_type IN ('email', 'comment') AND m.date >= play.opened_at
            """,
            **self._parts(),
        )

    def _reached_tier_back(self):
        """Better than when the play was opened; or as good, and no longer falling."""
        return SQL(
            """
            SELECT play.id
              FROM %(plays)s
              JOIN customer_tier_standing s
                ON s.partner_id = play.partner_id AND s.scheme_id = %(scheme)s
              JOIN customer_tier old ON old.id = play.tier_id
              JOIN customer_tier new ON new.id = s.tier_id
             WHERE new.sequence < old.sequence
                OR play.was_falling AND s.falling IS NOT TRUE
                   AND new.sequence = old.sequence
            """,
            scheme=self.scheme_id.id,
            **self._parts(),
        )

    def _reached_paid(self):
        return SQL(
            """
            SELECT play.id FROM %(plays)s
             WHERE NOT EXISTS (
                SELECT FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  JOIN %(customers)s c ON c.id = l.partner_id
                 WHERE c.customer_id = play.partner_id
                   AND a.account_type = 'asset_receivable'
                   AND l.parent_state = 'posted' AND l.amount_residual > 0
                   AND l.date_maturity < %(today)s
                   AND l.company_id = ANY(%(companies)s))
            """,
            today=self._today(),
            **self._parts(),
        )

    def _parts(self):
        return {
            "plays": self._open_plays(),
            "customers": customers(self.scheme_id),
            "companies": self.scheme_id._covered_companies().ids,
        }

    def _close_over(self):
        """Close what is over, by four statements for all open plays.

        ``customer_playbook_found`` holds what the trigger finds now. A play that
        somebody has worked on goes on, even if its cause is gone: to speak with a
        customer ends a silence, and may be the first of two steps.
        """
        today = self._today()
        self._close_those("measured", self._measured())
        if self.goal in self._goals():
            self._close_those("goal", self._goals()[self.goal]())
        untouched = SQL(
            """
            NOT EXISTS (SELECT FROM customer_playbook_play_step s
                         WHERE s.play_id = play.id AND s.state = 'done')
            """
        )
        self._close_those(
            "overtaken",
            SQL(
                """
                SELECT play.id FROM %s
                 WHERE %s AND NOT EXISTS (
                    SELECT FROM customer_playbook_found f
                     WHERE f.partner_id = play.partner_id
                       AND f.occurrence = play.occurrence)
                """,
                self._open_plays(),
                untouched,
            ),
        )
        if self.lapse_days:
            self._close_those(
                "overtaken",
                SQL(
                    """
                    SELECT play.id FROM %s
                      JOIN customer_playbook_play_step d ON d.play_id = play.id
                     WHERE d.state = 'open' AND d.due + %s < %s
                    """,
                    self._open_plays(),
                    self.lapse_days,
                    today,
                ),
            )

    def _close_those(self, outcome, plays):
        """Close the plays with the ids of the SELECT ``plays``."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_playbook_play
                   SET outcome = %s, closed_on = %s, write_date = %s, write_uid = %s
                 WHERE id IN (%s)
                """,
                outcome,
                self._today(),
                fields.Datetime.now(),
                self.env.uid,
                plays,
            )
        )

    def _mend_steps(self):
        """A step whose activity went without a word was cancelled.

        It was deleted with its person, or archived past the button.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_playbook_play_step s
                   SET state = 'cancelled', activity_id = NULL
                 WHERE s.playbook_id = %s AND s.state = 'open' AND NOT EXISTS (
                       SELECT FROM mail_activity a
                        WHERE a.id = s.activity_id AND a.active)
                """,
                self.id,
            )
        )
        self._close_those(
            "cancelled",
            SQL(
                """
                SELECT play.id FROM %s
                 WHERE NOT EXISTS (SELECT FROM customer_playbook_play_step s
                                    WHERE s.play_id = play.id
                                      AND s.state IN ('waiting', 'open'))
                """,
                self._open_plays(),
            ),
        )
