from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification import lifecycle
from ...tools.groups import USER_GROUP

# field of the contact -> column of the standing of the shown tier
FIGURES = {
    "customer_tier_revenue": "net_revenue",
    "customer_tier_share": "share",
    "customer_tier_rank": "rank",
    "customer_tier_gap": "gap_up",
    "customer_tier_last_purchase": "last_purchase",
    "customer_tier_since": "since",
}
CURRENCY = "customer_tier_currency_id"
# told of a standing, and not in SQL
TOLD = {
    "customer_tier_falls_on": "falls_on",
    "customer_tier_rhythm": "rhythm",
}
# where a *no need* mark says something
MARKED = (lifecycle.PROSPECT, lifecycle.NOT_CONTACTED, lifecycle.NO_NEED)


class ResPartner(models.Model):
    """The figures behind the shown tier, on the customer and not on their contacts.

    A company with ten contacts is one customer: its revenue stands once in a sum.
    Nothing is stored here. Figures can be sorted, searched and summed, by one left join
    per scheme; users who see their own customers only get no others.
    """

    _inherit = "res.partner"

    customer_tier_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the Tier",
        compute="_compute_customer_tier_figures",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_revenue = fields.Monetary(
        string="Net Revenue",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_revenue",
        compute_sudo=False,
        currency_field=CURRENCY,
        groups=USER_GROUP,
        help="Amount invoiced in the period without tax, after refunds.",
    )
    customer_tier_share = fields.Float(
        string="Share of Revenue",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_share",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    # gamification has a Rank, and accounting a Customer Rank
    customer_tier_rank = fields.Integer(
        string="Rank among Customers",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_rank",
        compute_sudo=False,
        aggregator=None,
        groups=USER_GROUP,
    )
    customer_tier_gap = fields.Float(
        string="Gap to the Next Tier",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_gap",
        compute_sudo=False,
        aggregator=None,
        groups=USER_GROUP,
        help="How much more the customer needs to reach the next tier, with the others "
        "unchanged.",
    )
    customer_tier_last_purchase = fields.Date(
        string="Last Purchase",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_last_purchase",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_since = fields.Date(
        string="In the Tier Since",
        compute="_compute_customer_tier_figures",
        search="_search_customer_tier_since",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_falls_on = fields.Date(
        string="Earliest Fall",
        compute="_compute_customer_tier_told",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_rhythm = fields.Char(
        string="Last and Usual Purchase",
        compute="_compute_customer_tier_told",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_strip = fields.Char(
        string="Tier at a Glance",
        compute="_compute_customer_tier_strip",
        compute_sudo=False,
        groups=USER_GROUP,
    )
    customer_tier_mark_matters = fields.Boolean(
        compute="_compute_customer_tier_told", compute_sudo=False, groups=USER_GROUP
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_figures(self):
        currency = self.env.company.currency_id
        for partner in self:
            standing = partner._customer_tier_own_standing()
            partner.customer_tier_currency_id = currency
            for name, column in FIGURES.items():
                partner[name] = standing[column]

    @api.depends("commercial_partner_id", "customer_tier_no_need_ids")
    @api.depends_context("company", "lang", "tz", "uid")
    def _compute_customer_tier_told(self):
        for partner in self:
            shown = partner.customer_tier_standing_id
            standing = partner._customer_tier_own_standing()
            for name, source in TOLD.items():
                partner[name] = standing[source] if standing else False
            partner.customer_tier_mark_matters = bool(
                not shown
                or shown.lifecycle in MARKED
                or shown.contradicts_mark
                or partner.customer_tier_no_need_ids
            )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang", "tz", "uid")
    def _compute_customer_tier_strip(self):
        """On a contact, it names the customer whose figures these are."""
        for partner in self:
            standing = partner.customer_tier_standing_id
            partner.customer_tier_strip = standing.strip
            if standing and not partner._customer_tier_own_standing():
                partner.customer_tier_strip = self.env._(
                    "%(customer)s: %(figures)s",
                    customer=standing.partner_id.display_name,
                    figures=standing.strip,
                )

    def _customer_tier_own_standing(self):
        """The shown standing of this customer; none for one of their contacts."""
        standing = self.customer_tier_standing_id
        # not filtered(), which would read the standings one by one afterwards
        return standing if standing.partner_id == self._origin else standing.browse()

    @api.model
    def _forget_customer_tiers(self):
        told = (*TOLD, "customer_tier_strip", "customer_tier_mark_matters")
        self.invalidate_model([*FIGURES, *told], flush=False)
        return super()._forget_customer_tiers()

    # ---------------------------------------------------------------- in SQL

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr in FIGURES:
            self._check_field_access(self._fields[field_expr], "read")
            return self._customer_tier_figure_sql(alias, FIGURES[field_expr], query)
        if field_expr == CURRENCY:
            self._check_field_access(self._fields[field_expr], "read")
            return SQL("%s::integer", self.env.company.currency_id.id)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _customer_tier_figure_sql(self, alias, column, query):
        """``column`` of the first standing that the customer has; NULL without one.

        A rank of 0 is none.
        """
        standings = self.env["customer.tier.standing"]
        standings.flush_model([column])
        places = []
        for scheme in self.env["customer.tier.scheme"].browse(
            self._customer_tier_schemes()
        ):
            joined = query.make_alias(alias, f"customer_tier_figures_{scheme.id}")
            query.add_join(
                "LEFT JOIN",
                joined,
                "customer_tier_standing",
                SQL(
                    "%s = %s AND %s = %s AND %s",
                    SQL.identifier(joined, "partner_id"),
                    SQL.identifier(alias, "id"),
                    SQL.identifier(joined, "scheme_id"),
                    scheme.id,
                    standings._own_customers_sql(
                        SQL.identifier(alias, "id"), scheme.sudo().company_id
                    ),
                ),
            )
            places.append(
                SQL(
                    "WHEN %s IS NOT NULL THEN %s",
                    SQL.identifier(joined, "id"),
                    SQL.identifier(joined, column),
                )
            )
        if not places:
            kind = standings._fields[column]._column_type[0]
            return SQL("NULL::%s", SQL.identifier(kind))
        figure = SQL("CASE %s END", SQL(" ").join(places))
        return SQL("NULLIF(%s, 0)", figure) if column == "rank" else figure

    # ---------------------------------------------------------------- searching

    def _search_customer_tier_revenue(self, operator, value):
        return self._search_customer_tier_figure(
            "customer_tier_revenue", operator, value
        )

    def _search_customer_tier_share(self, operator, value):
        return self._search_customer_tier_figure("customer_tier_share", operator, value)

    def _search_customer_tier_rank(self, operator, value):
        return self._search_customer_tier_figure("customer_tier_rank", operator, value)

    def _search_customer_tier_gap(self, operator, value):
        return self._search_customer_tier_figure("customer_tier_gap", operator, value)

    def _search_customer_tier_last_purchase(self, operator, value):
        return self._search_customer_tier_figure(
            "customer_tier_last_purchase", operator, value
        )

    def _search_customer_tier_since(self, operator, value):
        return self._search_customer_tier_figure("customer_tier_since", operator, value)

    @api.model
    def _search_customer_tier_figure(self, name, operator, value):
        """Customers by a figure; whoever has no standing has none."""
        self._check_field_access(self._fields[name], "read")
        column = FIGURES[name]
        if operator.startswith("not "):
            return NotImplemented
        if operator != "in" or False not in value:
            return self._customer_tier_found(Domain(column, operator, value))
        known = self._customer_tier_found(Domain(column, "!=", False))
        if rest := [one for one in value if one is not False]:
            return ~known | self._customer_tier_found(Domain(column, "in", rest))
        return ~known
