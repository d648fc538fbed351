from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import USER_GROUP


class CustomerTierDocument(models.AbstractModel):
    """A document that shows the tier of its customer.

    This is not a related field: the negation of a related field would be ``NOT IN``
    over most of the contacts, which PostgreSQL tests row by row as soon as they exceed
    ``work_mem``. The contact checks the right to read the tier.
    """

    _name = "customer.tier.document"
    _description = "Document with a Customer Tier"
    # field with a contact of the customer
    _customer_tier_contact = "partner_id"

    customer_tier_id = fields.Many2one(
        "customer.tier",
        compute="_compute_customer_tier",
        search="_search_customer_tier_id",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_color = fields.Integer(
        compute="_compute_customer_tier", compute_sudo=True, groups=USER_GROUP
    )

    # a function, because only the inheriting models have such a field
    @api.depends(
        lambda self: (
            (f"{self._customer_tier_contact}.customer_tier_id",) * (not self._abstract)
        )
    )
    @api.depends_context("company")
    def _compute_customer_tier(self):
        for document in self:
            contact = document[self._customer_tier_contact]
            document.customer_tier_id = contact.customer_tier_id
            document.customer_tier_color = contact.customer_tier_color

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "customer_tier_id":
            partners, alias = self._fields[self._customer_tier_contact].join(
                self, alias, query
            )
            return partners._field_to_sql(alias, field_expr, query)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _search_customer_tier_id(self, operator, value):
        condition = self.env["res.partner"]._search_customer_tier_id(operator, value)
        if condition is NotImplemented:
            return NotImplemented

        def to_sql(model, alias, query):
            contact = model._fields[model._customer_tier_contact]
            partners, alias = contact.join(model, alias, query)
            return condition._to_sql(partners, alias, query)

        return Domain.custom(to_sql=to_sql)
