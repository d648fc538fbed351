from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification.lifecycle import EXISTING
from ...tools.boolean_search import boolean_search

# close to the next tier: at most this part of the customer's own value is missing
CLOSE = 0.1
# quiet: so many of the customer's own usual intervals have passed without a purchase
QUIET_INTERVALS = 2
# the metric that says what is usual; a scheme need not read it
RHYTHM = "median_interval"


class CustomerTierStanding(models.Model):
    """The filters a salesperson works with. Each is a set, found by one statement."""

    _inherit = "customer.tier.standing"

    is_mine = fields.Boolean(
        string="My Customer",
        compute="_compute_filters",
        search="_search_is_mine",
        help="You are the customer's salesperson or, if they have none, the "
        "salesperson of their latest order.",
    )
    is_top = fields.Boolean(
        string="Top",
        compute="_compute_filters",
        search="_search_is_top",
        help="The customer is in the best tier of the scheme.",
    )
    is_falling = fields.Boolean(
        string="Falls",
        compute="_compute_filters",
        search="_search_is_falling",
        help="The figures are only enough for a lower tier, and no manual tier keeps "
        "this one.",
    )
    is_close = fields.Boolean(
        string="Close to the Next Tier",
        compute="_compute_filters",
        search="_search_is_close",
        help="The gap to the next tier is at most 10 % of the customer's own value.",
    )
    is_quiet = fields.Boolean(
        string="Quiet",
        compute="_compute_filters",
        search="_search_is_quiet",
        help="No purchase for more than twice the customer's own usual interval. With "
        "fewer than three purchases, it is too early to tell.",
    )
    is_early = fields.Boolean(
        string="Too Early to Tell",
        compute="_compute_filters",
        search="_search_is_early",
        help="The customer has bought on fewer than three days, so nobody knows yet "
        "what interval is usual.",
    )

    @api.model
    def _filter_domains(self):
        """Name of the field -> domain that finds the standings."""
        return {
            "is_mine": self._domain_mine,
            "is_top": self._domain_top,
            "is_falling": self._domain_falling,
            "is_close": self._domain_close,
            "is_quiet": self._domain_quiet,
            "is_early": self._domain_early,
        }

    @api.depends_context("uid")
    def _compute_filters(self):
        own = Domain("id", "in", self.ids)
        for name, domain in self._filter_domains().items():
            found = self.search(own & domain())
            for standing in self:
                standing[name] = standing in found

    @api.model
    def _search_filter(self, name, operator, value):
        return boolean_search(operator, value, self._filter_domains()[name])

    def _search_is_mine(self, operator, value):
        return self._search_filter("is_mine", operator, value)

    def _search_is_top(self, operator, value):
        return self._search_filter("is_top", operator, value)

    def _search_is_falling(self, operator, value):
        return self._search_filter("is_falling", operator, value)

    def _search_is_close(self, operator, value):
        return self._search_filter("is_close", operator, value)

    def _search_is_quiet(self, operator, value):
        return self._search_filter("is_quiet", operator, value)

    def _search_is_early(self, operator, value):
        return self._search_filter("is_early", operator, value)

    # ---------------------------------------------------------------- the sets

    @api.model
    def _domain_mine(self):
        """Customers without a salesperson belong to that of their latest order."""
        uid, companies = self.env.uid, self.env.companies.ids
        self.env["res.partner"].flush_model(["user_id", "commercial_partner_id"])
        self.env["sale.order"].flush_model(
            ["user_id", "partner_id", "state", "date_order", "company_id"]
        )

        def to_sql(model, alias, query):
            return SQL(
                """%(partner)s IN (
                SELECT id FROM res_partner WHERE user_id = %(uid)s
                UNION ALL
                SELECT latest.customer FROM (
                    SELECT DISTINCT ON (p.commercial_partner_id)
                           p.commercial_partner_id AS customer, o.user_id
                      FROM sale_order o
                      JOIN res_partner p ON p.id = o.partner_id
                      JOIN res_partner c ON c.id = p.commercial_partner_id
                     WHERE c.user_id IS NULL
                       AND o.state = 'sale'
                       AND o.company_id = ANY(%(companies)s)
                       AND c.id IN (
                           SELECT q.commercial_partner_id
                             FROM sale_order mine
                             JOIN res_partner q ON q.id = mine.partner_id
                            WHERE mine.user_id = %(uid)s)
                     ORDER BY p.commercial_partner_id, o.date_order DESC, o.id DESC
                ) latest
                WHERE latest.user_id = %(uid)s)""",
                partner=SQL.identifier(alias, "partner_id"),
                uid=uid,
                companies=companies,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _domain_top(self):
        schemes = self.env["customer.tier.scheme"].sudo()
        return Domain.OR(
            Domain("scheme_id", "=", scheme.id)
            & Domain("tier_id", "=", scheme._best_tier().id)
            for scheme in schemes.with_context(active_test=False).search([])
        )

    @api.model
    def _domain_falling(self):
        return Domain("falling", "=", True)

    @api.model
    def _domain_close(self):
        self.flush_model(["gap_up", "value"])

        def to_sql(model, alias, query):
            gap = SQL.identifier(alias, "gap_up")
            return SQL(
                "(%s > 0 AND %s <= %s * %s) IS TRUE",
                gap,
                gap,
                CLOSE,
                SQL.identifier(alias, "value"),
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _domain_quiet(self):
        """Existing customers only: the inactive ones have a lifecycle of their own."""
        self.flush_model(["last_purchase", "lifecycle", RHYTHM])
        today = fields.Date.context_today(self)

        def to_sql(model, alias, query):
            return SQL(
                "(%s = %s AND (%s::date - %s) > NULLIF(%s, 0) * %s) IS TRUE",
                SQL.identifier(alias, "lifecycle"),
                EXISTING,
                today,
                SQL.identifier(alias, "last_purchase"),
                SQL.identifier(alias, RHYTHM),
                QUIET_INTERVALS,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _domain_early(self):
        """Existing customers without a rhythm, in the schemes that read it."""
        self.flush_model(["lifecycle", RHYTHM])
        schemes = self.env["customer.tier.scheme"].sudo()
        reading = [
            scheme.id
            for scheme in schemes.with_context(active_test=False).search([])
            if RHYTHM in scheme._collected_columns()
        ]

        def to_sql(model, alias, query):
            return SQL(
                "(%s = %s AND NULLIF(%s, 0) IS NULL AND %s = ANY(%s))",
                SQL.identifier(alias, "lifecycle"),
                EXISTING,
                SQL.identifier(alias, RHYTHM),
                SQL.identifier(alias, "scheme_id"),
                reading,
            )

        return Domain.custom(to_sql=to_sql)
