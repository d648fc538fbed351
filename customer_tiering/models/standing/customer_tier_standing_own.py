from odoo import api, models
from odoo.tools import SQL

from ...tools.groups import ACCOUNTANT_GROUP, COMPLIANCE_GROUP, MANAGER_GROUP

OWN = "customer_tier_own_customers"
# who sees all customers; the record rules name the same groups
SEE_ALL = ",".join(
    (
        "sales_team.group_sale_salesman_all_leads",
        MANAGER_GROUP,
        ACCOUNTANT_GROUP,
        COMPLIANCE_GROUP,
    )
)


class CustomerTierStanding(models.Model):
    """Own customers only, for what reads by SQL or with the rights of the engine.

    For everything else, the record rules decide.
    """

    _inherit = "customer.tier.standing"

    @api.model
    def _only_own(self, companies=None):
        """Whether the user sees figures of their own customers only.

        ``companies`` (``res.company``) are by default those that they work in. The
        schemes of a company are those of the companies above it as well.
        """
        companies = (companies or self.env.companies).sudo()
        if not any((companies | companies.parent_ids).mapped(OWN)):
            return False
        return not self.env.user.has_groups(SEE_ALL)

    @api.model
    def _own_customers(self, customers, company):
        """Those of ``customers`` whose figures in ``company`` the user may see."""
        if not self._only_own(company):
            return customers
        return customers.filtered(lambda one: one.sudo().user_id == self.env.user)

    @api.model
    def _own_customers_sql(self, partner, company):
        """Condition on the SQL ``partner`` (an id) with the same meaning."""
        if not self._only_own(company):
            return SQL("TRUE")
        return SQL(
            "%s IN (SELECT id FROM res_partner WHERE user_id = %s)",
            partner,
            self.env.uid,
        )
