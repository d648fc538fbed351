from odoo import api, models
from odoo.tools import SQL, format_date

from .trigger import Trigger


class CustomerPlaybook(models.Model):
    """A customer will fall, has fallen or has risen."""

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "falling": Trigger(
                self.env._("The customer will lose their tier"),
                self._rows_falling,
                self._reason_falling,
            ),
            "fell": Trigger(
                self.env._("The customer fell to a lower tier"),
                lambda: self._rows_moved("fell", "down"),
                self._reason_moved,
            ),
            "rose": Trigger(
                self.env._("The customer rose to a higher tier"),
                lambda: self._rows_moved("rose", "up"),
                self._reason_moved,
            ),
        }

    def _rows_falling(self):
        self.env["customer.tier.standing"].flush_model()
        return SQL(
            """
            SELECT partner_id,
                   'falling:' || COALESCE(missed_since, since) AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   COALESCE(missed_since, since) AS day
              FROM customer_tier_standing
             WHERE scheme_id = %s AND falling
            """,
            self.scheme_id.id,
        )

    def _reason_falling(self, play, standing):
        if not standing.falls_on:
            return standing.env._(
                "The figures are only enough for a tier below %(tier)s.",
                tier=standing.tier_id.name,
            )
        return standing.env._(
            "The figures are only enough for a tier below %(tier)s, which may be lost "
            "on %(day)s.",
            tier=standing.tier_id.name,
            day=format_date(standing.env, standing.falls_on),
        )

    def _rows_moved(self, key, direction):
        """The last move of each customer between ranked tiers, if in this direction.

        Who becomes inactive, or buys for the first time, is another trigger's.
        An evaluation that is run again, or undone and run again, writes other lines of
        the same day: the day is the key. An evaluation that is undone moves nobody.
        """
        self.env["customer.tier.change"].flush_model()
        return SQL(
            """
            SELECT partner_id, %(key)s || ':' || date AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id, date AS day
              FROM (SELECT DISTINCT ON (partner_id) partner_id, date, direction,
                           from_tier_id, to_tier_id
                      FROM customer_tier_change
                     WHERE scheme_id = %(scheme)s AND reason IS DISTINCT FROM 'undone'
                       AND date >= %(first)s
                     ORDER BY partner_id, id DESC) last
              JOIN customer_tier f ON f.id = from_tier_id AND f.kind = 'ranked'
              JOIN customer_tier t ON t.id = to_tier_id AND t.kind = 'ranked'
             WHERE direction = %(direction)s
            """,
            key=key,
            scheme=self.scheme_id.id,
            first=self.first_occurrence_from or self._today(),
            direction=direction,
        )

    def _reason_moved(self, play, standing):
        change = self.env["customer.tier.change"].search(
            [
                ("scheme_id", "=", standing.scheme_id.id),
                ("partner_id", "=", standing.partner_id.id),
                ("date", "=", play.due_since),
            ],
            order="id desc",
            limit=1,
        )
        change = change.with_env(standing.env)
        return standing.env._(
            "From %(from_tier)s to %(to_tier)s on %(day)s.",
            from_tier=change.from_tier_id.name,
            to_tier=change.to_tier_id.name,
            day=format_date(standing.env, play.due_since),
        )
