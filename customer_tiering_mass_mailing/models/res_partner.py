from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.groups import USER_GROUP

MARKETING_GROUP = "mass_mailing.group_mass_mailing_user"


class ResPartner(models.Model):
    """Contacts as recipients of mailings to tiers."""

    _inherit = "res.partner"

    customer_tier_recipient_id = fields.Many2one(
        groups=f"{USER_GROUP},{MARKETING_GROUP}"
    )
    # whoever sends mailings need not see the tiers to write to one
    customer_tier_filter_ids = fields.Many2many(
        "mailing.filter",
        string="Recipient of",
        compute="_compute_customer_tier_filter_ids",
        search="_search_customer_tier_filter_ids",
        compute_sudo=False,
        groups=MARKETING_GROUP,
        help="The filters by which this contact gets mailings for the customer: one "
        "contact per customer of the tier.",
    )

    @api.depends("commercial_partner_id", "customer_tier_recipient_id")
    def _compute_customer_tier_filter_ids(self):
        filters = self._customer_tier_filters([])
        rows = self.env.execute_query(
            SQL(
                "SELECT contact, ARRAY_AGG(filter) FROM (%s) r"
                " WHERE contact = ANY(%s) GROUP BY contact",
                filters.sudo()._recipients_sql(),
                self.ids,
            )
        )
        found = dict(rows)
        for partner in self:
            partner.customer_tier_filter_ids = found.get(partner._origin.id, [])

    @api.model
    def _search_customer_tier_filter_ids(self, operator, value):
        # a search does not look at the groups of a field by itself
        self._check_field_access(self._fields["customer_tier_filter_ids"], "read")
        if operator != "in" or not all(isinstance(one, int) and one for one in value):
            return NotImplemented
        filters = self._customer_tier_filters([("id", "in", list(value))])
        contacts = SQL("SELECT contact FROM (%s) r", filters.sudo()._recipients_sql())
        return Domain("id", "in", contacts)

    @api.model
    def _customer_tier_filters(self, domain):
        """Filters of tiers that the user may read."""
        filters = self.env["mailing.filter"].with_context(active_test=False)
        return filters.search([("customer_tier_company_id", "!=", False), *domain])

    @api.model
    def _mailing_get_opt_out_list(self, mailing):
        """Who opted out of the lists of the tiers that ``mailing`` is for."""
        rows = self.env.execute_query(mailing._opted_out_sql())
        return {email for (email,) in rows}
