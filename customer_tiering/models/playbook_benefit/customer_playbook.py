from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..entitlement import steps
from ..playbook.trigger import Trigger
from ..statement.customer_tier_statement import CANCELLED

# what is due of which kind, and what its trigger is called
DUE = {"training_due": "training", "benefit_due": "other"}
ENTITLEMENT = "customer.tier.entitlement"
# months after which a statement is old
STATEMENT_MONTHS = 3


class CustomerPlaybook(models.Model):
    """A training, another benefit, or a statement is due."""

    _inherit = "customer.playbook"

    goal = fields.Selection(
        selection_add=[
            ("accepted", "The customer accepts the benefit"),
            ("statement", "The customer has a new statement"),
        ],
        ondelete={"accepted": "set default", "statement": "set default"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "training_due": Trigger(
                self.env._("A training is due, or was offered and not answered"),
                lambda: self._rows_due("training_due"),
                self._reason_due,
                days=True,
            ),
            "benefit_due": Trigger(
                self.env._("Another benefit is due, or was offered and not answered"),
                lambda: self._rows_due("benefit_due"),
                self._reason_due,
                days=True,
            ),
            "statement_due": Trigger(
                self.env._("The last statement is old, or from a lower tier"),
                self._rows_statement,
                self._reason_statement,
            ),
        }

    def _rows_due(self, trigger):
        """Two occurrences of an entitlement: it is due, and nobody answers the offer.

        The days of the playbook are those to wait for an answer.
        """
        self.env[ENTITLEMENT].flush_model()
        return SQL(
            """
            SELECT e.partner_id, e.state || ':' || e.id AS occurrence,
                   %(model)s::varchar AS res_model, e.id AS res_id,
                   CASE e.state WHEN %(due)s THEN e.due_date
                                ELSE e.state_date + %(days)s END AS day
              FROM customer_tier_entitlement e
              JOIN customer_tier_benefit b ON b.id = e.benefit_id
             WHERE b.scheme_id = %(scheme)s AND e.kind = %(kind)s
               AND (e.state = %(due)s AND e.due_date <= %(today)s
                    OR e.state = %(offered)s
                       AND e.state_date + %(days)s <= %(today)s)
            """,
            model=ENTITLEMENT,
            due=steps.DUE,
            offered=steps.OFFERED,
            days=self.days,
            scheme=self.scheme_id.id,
            kind=DUE[trigger],
            today=self._today(),
        )

    def _reason_due(self, play, standing):
        return play._document().with_env(standing.env).sudo().sentence or ""

    def _rows_statement(self):
        """Customers with a benefit whose tier they may be told.

        The last statement is that of this company, whoever made it. A statement of a
        lower tier is old on the day after the rise.
        """
        for model in ("customer.tier.statement", "customer.tier.benefit.line"):
            self.env[model].flush_model()
        return SQL(
            """
            WITH granted AS (
                SELECT DISTINCT l.tier_id
                  FROM customer_tier_benefit_line l
                  JOIN customer_tier_benefit b ON b.id = l.benefit_id AND b.active
                  JOIN customer_tier t ON t.id = l.tier_id AND t.kind = 'ranked'
                 WHERE b.scheme_id = %(scheme)s
                   AND COALESCE(t.public_name->>'en_US', '') <> ''
            ), last AS (
                SELECT DISTINCT ON (d.partner_id) d.partner_id, d.date, t.sequence
                  FROM customer_tier_statement d
                  LEFT JOIN customer_tier t ON t.id = d.tier_id
                 WHERE d.company_id = %(company)s AND d.state <> %(cancelled)s
                 ORDER BY d.partner_id, d.date DESC, d.id DESC
            ), told AS (
                SELECT s.partner_id, last.date AS told_on,
                       last.sequence > t.sequence AND s.since > last.date AS rose,
                       s.since,
                       COALESCE(
                           (last.date + %(months)s * INTERVAL '1 month')::date, s.since
                       ) AS old_on
                  FROM customer_tier_standing s
                  JOIN customer_tier t ON t.id = s.tier_id
                  LEFT JOIN last ON last.partner_id = s.partner_id
                 WHERE s.scheme_id = %(scheme)s
                   AND s.tier_id IN (SELECT tier_id FROM granted)
            )
            SELECT partner_id,
                   'statement:' || CASE WHEN rose THEN 'rose:' || since
                        ELSE COALESCE('old:' || told_on, 'none') END AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   CASE WHEN rose THEN LEAST(since, old_on) ELSE old_on END AS day
              FROM told
             WHERE rose OR old_on <= %(today)s
            """,
            scheme=self.scheme_id.id,
            company=self.company_id.id,
            cancelled=CANCELLED,
            months=STATEMENT_MONTHS,
            today=self._today(),
        )

    def _reason_statement(self, play, standing):
        _key, kind, *day = play.occurrence.split(":")
        if kind == "none":
            return standing.env._("Never had a statement of their benefits.")
        day = format_date(standing.env, fields.Date.to_date(day[0]))
        if kind == "rose":
            return standing.env._(
                "Rose on %(day)s. Their statement is of a lower tier.", day=day
            )
        return standing.env._("Their last statement is of %(day)s.", day=day)

    def _goals(self):
        return super()._goals() | {
            "accepted": self._reached_accepted,
            "statement": self._reached_statement,
        }

    def _reached_accepted(self):
        return SQL(
            """
            SELECT play.id FROM %s
              JOIN customer_tier_entitlement e
                ON play.res_model = %s AND e.id = play.res_id
             WHERE e.state IN (%s, %s)
            """,
            self._open_plays(),
            ENTITLEMENT,
            steps.ACCEPTED,
            steps.USED,
        )

    def _reached_statement(self):
        return SQL(
            """
            SELECT play.id FROM %s
              JOIN customer_tier_statement d ON d.partner_id = play.partner_id
             WHERE d.company_id = %s AND d.state = 'sent'
               AND d.sent_on >= play.opened_at
            """,
            self._open_plays(),
            self.company_id.id,
        )
