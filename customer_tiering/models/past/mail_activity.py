from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

# model of a document -> its contact, who has the customer; contacts are their own
CONTACT = {"res.partner": "id", "sale.order": "partner_id", "crm.lead": "partner_id"}


class MailActivity(models.Model):
    """The customer of an activity: that of its contact, quotation, order or lead."""

    _inherit = "mail.activity"

    # to search by only: the documents are of several models
    customer_tier_customer_id = fields.Many2one(
        "res.partner",
        string="Customer of the Document",
        store=False,
        search="_search_customer_tier_customer_id",
    )

    @api.model
    def _search_customer_tier_customer_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "any" and not isinstance(value, Query | SQL):
            value = self.env["res.partner"]._search(value, active_test=False)
        customers = Domain("commercial_partner_id", "in", value)
        found = []
        for model, contact in CONTACT.items():
            documents = self.env[model].sudo().with_context(active_test=False)
            if contact == "id":
                query = documents._search(customers)
            else:
                query = documents._search(Domain(contact, "any", customers))
            found.append(
                Domain("res_model", "=", model) & Domain("res_id", "in", query)
            )
        return Domain.OR(found)

    @api.model
    def _customers_of_activities(self):
        """FROM item: ``id`` of each activity and ``customer_id``, as in the search."""
        return SQL(
            "(%s)",
            SQL(" UNION ALL ").join(
                SQL(
                    """
                    SELECT a.id, p.commercial_partner_id AS customer_id
                      FROM mail_activity a
                      JOIN %(table)s d ON d.id = a.res_id
                      JOIN res_partner p ON p.id = d.%(contact)s
                     WHERE a.res_model = %(model)s
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    contact=SQL.identifier(contact),
                    model=model,
                )
                for model, contact in CONTACT.items()
            ),
        )
