from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...classification import lifecycle as states
from ..standing.customer_tier_standing_filters import RHYTHM
from ..standing.rhythm import last_and_usual
from .trigger import Trigger

# a first purchase this many days ago or less is that of a new customer
NEW_DAYS = 90


class CustomerPlaybook(models.Model):
    """What a customer does, or does not do: contacts, rhythm, first and last purchase.

    Every statement is about all customers of the scheme. Keys are made of what
    happened and never of numbers of rows, so that an evaluation that is run again finds
    the same.
    """

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "cadence": Trigger(
                self.env._("Nobody spoke with the customer for some days"),
                self._rows_cadence,
                self._reason_cadence,
                days=True,
                contacts=True,
            ),
            "rhythm": Trigger(
                self.env._("The customer breaks their rhythm"),
                self._rows_rhythm,
                self._reason_rhythm,
                intervals=True,
            ),
            "inactive": Trigger(
                self.env._("The customer has become inactive"),
                self._rows_inactive,
                self._reason_inactive,
            ),
            "new": Trigger(
                self.env._("The customer bought for the first time"),
                self._rows_new,
                self._reason_new,
            ),
        }

    def _in_tiers(self):
        """Condition on the standing ``s``."""
        if not self.tier_ids:
            return SQL("TRUE")
        return SQL("s.tier_id = ANY(%s)", self.tier_ids.ids)

    def _rows_cadence(self):
        """One occurrence per period without a contact: an old one lapses by itself.

        Counted in whole periods since the last contact. So what was not done is asked
        again once per period, and a playbook that is switched on does not come with all
        customers on the same day: each has their own.
        """
        return SQL(
            """
            WITH counted AS (
                SELECT s.partner_id, last.day,
                       (%(today)s::date - last.day) / %(days)s AS periods
                  FROM customer_tier_standing s
                  JOIN res_partner p ON p.id = s.partner_id
                  LEFT JOIN %(spoken)s spoken ON spoken.customer = s.partner_id,
                       LATERAL (SELECT COALESCE(
                           spoken.day, s.first_purchase, p.create_date::date) AS day
                       ) last
                 WHERE s.scheme_id = %(scheme)s AND %(in_tiers)s
            )
            SELECT partner_id, 'cadence:' || day || ':' || periods AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   day + periods * %(days)s AS day
              FROM counted WHERE periods > 0
            """,
            spoken=self._spoken(self._contacts(self.tier_ids or True)),
            today=self._today(),
            days=self.days,
            scheme=self.scheme_id.id,
            in_tiers=self._in_tiers(),
        )

    def _reason_cadence(self, play, standing):
        _key, day, _periods = play.occurrence.split(":")
        return standing.env._(
            "No contact is known since %(day)s.",
            day=format_date(standing.env, fields.Date.to_date(day)),
        )

    def _rows_rhythm(self):
        self.env["customer.tier.standing"].flush_model()
        return SQL(
            """
            SELECT partner_id, 'rhythm:' || last_purchase AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   last_purchase + CEIL(%(rhythm)s * %(intervals)s)::integer AS day
              FROM customer_tier_standing
             WHERE scheme_id = %(scheme)s AND lifecycle = %(existing)s
               AND %(rhythm)s > 0
               AND last_purchase + CEIL(%(rhythm)s * %(intervals)s)::integer
                   <= %(today)s
            """,
            rhythm=SQL.identifier(RHYTHM),
            intervals=self.intervals,
            scheme=self.scheme_id.id,
            existing=states.EXISTING,
            today=self._today(),
        )

    def _reason_rhythm(self, play, standing):
        return standing.env._(
            "Last purchase: %(rhythm)s.", rhythm=last_and_usual(standing, True)
        )

    def _rows_inactive(self):
        self.env["customer.tier.standing"].flush_model()
        return SQL(
            """
            SELECT partner_id,
                   'inactive:' || COALESCE(last_purchase, since) AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id, since AS day
              FROM customer_tier_standing
             WHERE scheme_id = %s AND lifecycle = %s
            """,
            self.scheme_id.id,
            states.INACTIVE,
        )

    def _reason_inactive(self, play, standing):
        if not standing.last_purchase:
            return standing.env._("Bought before, but not any more.")
        return standing.env._(
            "Last purchase on %(day)s.",
            day=format_date(standing.env, standing.last_purchase),
        )

    def _rows_new(self):
        self.env["customer.tier.standing"].flush_model()
        return SQL(
            """
            SELECT partner_id, 'new:' || first_purchase AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   first_purchase AS day
              FROM customer_tier_standing
             WHERE scheme_id = %s AND lifecycle = %s
               AND first_purchase >= %s::date - %s
            """,
            self.scheme_id.id,
            states.EXISTING,
            self._today(),
            NEW_DAYS,
        )

    def _reason_new(self, play, standing):
        return standing.env._(
            "First purchase on %(day)s.",
            day=format_date(standing.env, standing.first_purchase),
        )
