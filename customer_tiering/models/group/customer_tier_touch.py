from odoo import api, models
from odoo.tools import SQL


class CustomerTierTouch(models.AbstractModel):
    """A welcome and a farewell are contacts."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        self.env["customer.group.member"].flush_model()
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                SELECT m.partner_id, told.day,
                       'customer.group.member,' || m.id AS source
                  FROM customer_group_member m,
                       LATERAL (VALUES (m.welcome_on), (m.farewell_on)) told(day)
                 WHERE m.company_id = ANY(%s) AND told.day BETWEEN %s AND %s
                """,
                self._tree_ids(company),
                first,
                last,
            ),
        ]
