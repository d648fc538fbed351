from odoo import api, models
from odoo.tools import SQL


class CustomerTierTouch(models.AbstractModel):
    """Whoever is asked for a rating gets a mail, and that is a contact."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        for model in ("customer.playbook.play.step", "rating.rating"):
            self.env[model].flush_model()
        day = self._local_day(SQL("r.create_date"), company)
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                SELECT play.partner_id, %(day)s AS day,
                       'rating.rating,' || r.id AS source
                  FROM customer_playbook_play_step s
                  JOIN customer_playbook_play play ON play.id = s.play_id
                  JOIN rating_rating r ON r.id = s.rating_id
                 WHERE s.company_id = ANY(%(companies)s)
                   AND %(day)s BETWEEN %(first)s AND %(last)s
                """,
                day=day,
                companies=self._tree_ids(company),
                first=first,
                last=last,
            ),
        ]
