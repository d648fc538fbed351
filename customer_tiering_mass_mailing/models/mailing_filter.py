from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.touch.recipients import recipients
from odoo.addons.customer_tiering.tools.groups import USER_GROUP


class MailingFilter(models.Model):
    """The filter of a tier or group: its customers as they are now, one recipient each.

    Nothing is copied. The domain names the filter itself, by a field that everybody
    may search by who sends mailings, see `res_partner.py`.
    """

    _inherit = "mailing.filter"

    active = fields.Boolean(default=True)
    customer_tier_scheme_id = fields.Many2one(
        "customer.tier.scheme",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
    )
    customer_tier_id = fields.Many2one(
        "customer.tier",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
    )
    # Stored because the record rules use it; empty for all other filters
    customer_tier_company_id = fields.Many2one(
        "res.company",
        string="Company of the Tier",
        compute="_compute_customer_tier_company_id",
        compute_sudo=True,
        store=True,
    )

    customer_group_id = fields.Many2one(
        "customer.group",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
    )

    @api.depends("customer_tier_scheme_id", "customer_group_id.company_id")
    def _compute_customer_tier_company_id(self):
        for one in self:
            one.customer_tier_company_id = (
                one.customer_tier_scheme_id.company_id
                or one.customer_group_id.company_id
            )

    def _name_customers(self):
        """Let the domain find the recipients; the record says its own number."""
        for one in self.sudo():
            companies = self.env["res.company"].search(
                [("id", "child_of", one.customer_tier_company_id.ids)]
            )
            one.mailing_domain = repr(
                [
                    ("customer_tier_filter_ids", "in", one.ids),
                    ("company_id", "in", [False, *companies.ids]),
                ]
            )

    def _customers_sql(self):
        """SELECT of ``filter`` and ``customer``: who is in the tier, or the group."""
        for model in ("customer.tier.standing", "customer.group.member", self._name):
            self.env[model].flush_model()
        nobody = SQL(
            "SELECT NULL::integer AS filter, NULL::integer AS customer WHERE FALSE"
        )
        # literals, by which PostgreSQL can tell how many there are
        return SQL(" UNION ALL ").join(
            [nobody, *(one._customers_of_one() for one in self)]
        )

    def _customers_of_one(self):
        if self.customer_group_id:
            return SQL(
                "SELECT %s, partner_id FROM customer_group_member"
                " WHERE group_id = %s AND left_on IS NULL",
                self.id,
                self.customer_group_id.id,
            )
        return SQL(
            "SELECT %s, partner_id FROM customer_tier_standing"
            " WHERE scheme_id = %s AND tier_id = %s",
            self.id,
            self.customer_tier_scheme_id.id or None,
            self.customer_tier_id.id or None,
        )

    def _recipients_sql(self):
        """SELECT of ``filter``, ``customer``, ``contact`` and ``email``."""
        customers = self._customers_sql()
        return SQL(
            """
            SELECT filters.filter, r.customer, r.contact, r.email
              FROM (%s) filters JOIN (%s) r ON r.customer = filters.customer
            """,
            customers,
            recipients(self.env, SQL("SELECT customer FROM (%s) asked", customers)),
        )
