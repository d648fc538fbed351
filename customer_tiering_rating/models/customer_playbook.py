import textwrap
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, format_date

from odoo.addons.customer_tiering.models.collector.customers import customers
from odoo.addons.customer_tiering.models.playbook.trigger import Trigger
from odoo.addons.rating.models.rating_data import RATING_LIMIT_MIN, RATING_LIMIT_OK

# a rating that is older is no reason to call any more
LATEST = 90
# of the comment, in the reason of a play
CHARACTERS = 200


class CustomerPlaybook(models.Model):
    """A customer who is not satisfied with anything opens a play, once."""

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "unhappy": Trigger(
                self.env._("A customer gave a bad rating"),
                self._rows_unhappy,
                self._reason_unhappy,
                days=True,
            )
        }

    def _rows_unhappy(self):
        """Ratings below *Neutral*; one that is made good later is over."""
        self.env["rating.rating"].flush_model()
        last = self._today() - timedelta(days=self.days)
        return SQL(
            """
            SELECT c.customer_id AS partner_id, 'rating:' || r.id AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   r.rated_on::date + %(days)s AS day
              FROM rating_rating r
              JOIN %(customers)s c ON c.id = r.partner_id
             WHERE r.consumed AND r.rating >= %(lowest)s AND r.rating < %(neutral)s
               AND r.rated_on::date BETWEEN %(first)s AND %(last)s
            """,
            customers=customers(self.scheme_id),
            days=self.days,
            lowest=RATING_LIMIT_MIN,
            neutral=RATING_LIMIT_OK,
            first=last - timedelta(days=LATEST),
            last=last,
        )

    def _reason_unhappy(self, play, standing):
        rating = self.env["rating.rating"].sudo()
        rating = rating.browse(int(play.occurrence.partition(":")[2])).exists()
        if not rating:
            return ""
        day = format_date(standing.env, rating.rated_on)
        if not rating.feedback:
            return standing.env._("Gave a bad rating on %(day)s.", day=day)
        return standing.env._(
            "Gave a bad rating on %(day)s: “%(comment)s”",
            day=day,
            comment=textwrap.shorten(rating.feedback, CHARACTERS, placeholder=" …"),
        )
