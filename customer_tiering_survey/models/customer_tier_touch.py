from odoo import api, models
from odoo.tools import SQL


class CustomerTierTouch(models.AbstractModel):
    """Whoever is asked what they need gets a mail, and that is a contact."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        self.env["survey.user_input"].flush_model()
        day = self._local_day(SQL("i.create_date"), company)
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                SELECT p.commercial_partner_id AS partner_id, %(day)s AS day,
                       'survey.user_input,' || i.id AS source
                  FROM survey_user_input i
                  JOIN res_partner p ON p.id = i.partner_id
                 WHERE i.customer_tier_company_id = ANY(%(companies)s)
                   AND %(day)s BETWEEN %(first)s AND %(last)s
                """,
                day=day,
                companies=self._tree_ids(company),
                first=first,
                last=last,
            ),
        ]
