from odoo import models
from odoo.tools import SQL

# what goes with a person, so that Odoo's look-up leaves it out
NOTED = ("customer.preference", "customer.quality.review")


class PrivacyLookupWizard(models.TransientModel):
    """What is noted about a person is found along with everything else of them."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        query = super()._get_query()
        for name in NOTED:
            model = self.env[name]
            query = SQL(
                """
                %s
                UNION ALL
                SELECT %s AS res_model_id, id AS res_id, TRUE AS is_active
                  FROM %s
                 WHERE partner_id IN (SELECT id FROM indirect_references)
                """,
                query,
                self.env["ir.model"]._get_id(name),
                SQL.identifier(model._table),
            )
        return query
