from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.boolean_search import boolean_search
from ...tools.groups import USER_GROUP

# field of the contact -> condition on the standing of the shown tier
FILTERS = {
    "customer_tier_is_mine": "is_mine",
    "customer_tier_is_top": "is_top",
    "customer_tier_is_falling": "is_falling",
    "customer_tier_is_close": "is_close",
    "customer_tier_is_new": "is_new",
    "customer_tier_is_quiet": "is_quiet",
    "customer_tier_is_early": "is_early",
    "customer_tier_differs": "differs",
}
# A word for the contacts of a customer, too. The others are lists of work: they count
# customers, and a customer with ten contacts is one
WITH_CONTACTS = {"customer_tier_is_top"}


def flag(label, search, **options):
    return fields.Boolean(
        string=label,
        compute="_compute_customer_tier_flags",
        search=search,
        compute_sudo=False,
        groups=USER_GROUP,
        **options,
    )


class ResPartner(models.Model):
    """Filters on contacts, by the standing of the shown tier.

    Nothing is stored on contacts. Each filter is one subquery over the standings, and
    finds the customers themselves, without their contacts.
    """

    _inherit = "res.partner"

    customer_tier_is_mine = flag("My Customer", "_search_customer_tier_is_mine")
    customer_tier_is_top = flag("Best Tier", "_search_customer_tier_is_top")
    customer_tier_is_falling = flag("Falling", "_search_customer_tier_is_falling")
    customer_tier_is_close = flag(
        "Close to the Next Tier", "_search_customer_tier_is_close"
    )
    customer_tier_is_new = flag("New Customer", "_search_customer_tier_is_new")
    customer_tier_is_quiet = flag("Quiet", "_search_customer_tier_is_quiet")
    customer_tier_is_early = flag("Too Early to Tell", "_search_customer_tier_is_early")
    customer_tier_differs = flag(
        "Tier Differs from Calculated Tier", "_search_customer_tier_differs"
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_flags(self):
        for partner in self:
            standing = partner.customer_tier_standing_id
            own = standing.partner_id == partner._origin
            for name, source in FILTERS.items():
                shown = own or name in WITH_CONTACTS
                partner[name] = standing[source] if standing and shown else False

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(list(FILTERS), flush=False)
        return super()._forget_customer_tiers()

    def _search_customer_tier_is_mine(self, operator, value):
        return self._search_customer_tier_flag("customer_tier_is_mine", operator, value)

    def _search_customer_tier_is_top(self, operator, value):
        return self._search_customer_tier_flag("customer_tier_is_top", operator, value)

    def _search_customer_tier_is_falling(self, operator, value):
        return self._search_customer_tier_flag(
            "customer_tier_is_falling", operator, value
        )

    def _search_customer_tier_is_close(self, operator, value):
        return self._search_customer_tier_flag(
            "customer_tier_is_close", operator, value
        )

    def _search_customer_tier_is_new(self, operator, value):
        return self._search_customer_tier_flag("customer_tier_is_new", operator, value)

    def _search_customer_tier_is_quiet(self, operator, value):
        return self._search_customer_tier_flag(
            "customer_tier_is_quiet", operator, value
        )

    def _search_customer_tier_is_early(self, operator, value):
        return self._search_customer_tier_flag(
            "customer_tier_is_early", operator, value
        )

    def _search_customer_tier_differs(self, operator, value):
        return self._search_customer_tier_flag("customer_tier_differs", operator, value)

    @api.model
    def _search_customer_tier_flag(self, name, operator, value):
        self._check_field_access(self._fields[name], "read")
        return boolean_search(
            operator,
            value,
            lambda: self._customer_tier_found(
                Domain(FILTERS[name], "=", True), name in WITH_CONTACTS
            ),
        )

    @api.model
    def _customer_tier_found(self, domain, with_contacts=False):
        """Customers whose shown standing meets ``domain``, perhaps with contacts.

        ``EXISTS`` is used around a subquery without an alias of its own: PostgreSQL
        plans it and its negation as a join, and no alias of the inner query can hide
        one of the outer query.
        """
        schemes = list(self._customer_tier_schemes())
        standings = self.env["customer.tier.standing"].with_context(active_test=False)

        def to_sql(model, alias, query):
            if not schemes:
                return SQL("FALSE")
            inner = standings._search(
                Domain("scheme_id", "in", schemes) & domain,
                bypass_access=not standings._only_own(),
            )
            if len(schemes) > 1:
                inner.add_where(
                    SQL(
                        """NOT EXISTS (
                        SELECT FROM customer_tier_standing earlier
                         WHERE earlier.partner_id = %s
                           AND array_position(%s, earlier.scheme_id)
                             < array_position(%s, %s))""",
                        SQL.identifier(inner.table, "partner_id"),
                        schemes,
                        schemes,
                        SQL.identifier(inner.table, "scheme_id"),
                    )
                )
            return SQL(
                "EXISTS (SELECT FROM (%s) found WHERE found.partner_id = %s)",
                inner.subselect(SQL.identifier(inner.table, "partner_id")),
                model._field_to_sql(
                    alias, "commercial_partner_id" if with_contacts else "id", query
                ),
            )

        return Domain.custom(to_sql=to_sql)
