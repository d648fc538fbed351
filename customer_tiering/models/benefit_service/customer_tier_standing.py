from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CustomerTierStanding(models.Model):
    """Whom nobody looks after, although the tier grants a dedicated salesperson.

    It is a check. Nobody is assigned, and a customer who falls keeps their salesperson.
    """

    _inherit = "customer.tier.standing"

    lacks_salesperson = fields.Boolean(
        string="Dedicated Salesperson Missing",
        compute="_compute_filters",
        search="_search_lacks_salesperson",
        help="The tier grants a dedicated salesperson. The customer has none, or one "
        "whose user is archived.",
    )

    @api.model
    def _filter_domains(self):
        return {
            **super()._filter_domains(),
            "lacks_salesperson": self._domain_lacks_salesperson,
        }

    def _search_lacks_salesperson(self, operator, value):
        return self._search_filter("lacks_salesperson", operator, value)

    @api.model
    def _domain_lacks_salesperson(self):
        benefits = self.env["customer.tier.benefit"].sudo()
        benefits = benefits.with_context(active_test=True).search(
            [("kind", "=", "salesperson")]
        )
        self.env["res.partner"].flush_model(["user_id"])
        self.env["res.users"].flush_model(["active"])

        def to_sql(model, alias, query):
            return SQL(
                """NOT EXISTS (SELECT FROM res_partner owned
                                 JOIN res_users owner
                                   ON owner.id = owned.user_id AND owner.active
                                WHERE owned.id = %s)""",
                SQL.identifier(alias, "partner_id"),
            )

        return Domain.custom(to_sql=to_sql) & Domain.OR(
            Domain("scheme_id", "=", benefit.scheme_id.id)
            & Domain("tier_id", "in", benefit.line_ids.tier_id.ids)
            for benefit in benefits
        )
