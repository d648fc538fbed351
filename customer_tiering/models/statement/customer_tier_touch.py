from odoo import api, models
from odoo.tools import SQL

from .customer_tier_statement import SENT


class CustomerTierTouch(models.AbstractModel):
    """A statement that was sent is a contact."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        self.env["customer.tier.statement"].flush_model()
        day = self._local_day(SQL("sent_on"), company)
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                SELECT partner_id, %(day)s AS day,
                       'customer.tier.statement,' || id AS source
                  FROM customer_tier_statement
                 WHERE state = %(sent)s AND company_id = ANY(%(companies)s)
                   AND %(day)s BETWEEN %(first)s AND %(last)s
                """,
                day=day,
                sent=SENT,
                companies=self._tree_ids(company),
                first=first,
                last=last,
            ),
        ]
