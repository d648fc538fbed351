from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..collector.documents import purchases
from ..collector.reading import Reading


class CustomerTierStanding(models.Model):
    """Filters by what customers did before."""

    _inherit = "customer.tier.standing"

    # to search by only
    bought_in = fields.Char(
        string="Bought in the Month",
        store=False,
        search="_search_bought_in",
        help="A month such as 2026-03 in which the scheme counts a purchase.",
    )
    tier_last_year_id = fields.Many2one(
        "customer.tier",
        string="Tier a Year Ago",
        compute="_compute_tier_last_year_id",
        search="_search_tier_last_year_id",
        compute_sudo=True,
    )

    @api.model
    def _schemes_in_force(self):
        return self.env["customer.tier.scheme"].search(
            [("last_evaluation_id", "!=", False)]
        )

    @api.model
    def _search_bought_in(self, operator, value):
        """By month, up to the day of the last evaluation of each scheme."""
        if operator != "in":
            return NotImplemented
        spans = [self._month(month) for month in value]
        found = []
        for scheme in self._schemes_in_force():
            as_of = scheme.sudo().last_evaluation_id.as_of
            bought = SQL(
                "(SELECT customer_id FROM %s p WHERE %s)",
                purchases(Reading(self.env, scheme, as_of)),
                SQL(" OR ").join(
                    SQL("day >= %s AND day < %s", first, after)
                    for first, after in spans
                ),
            )
            found.append(
                Domain("scheme_id", "=", scheme.id) & Domain("partner_id", "in", bought)
            )
        return Domain.OR(found)

    @api.model
    def _month(self, month):
        """The first day of the month ``month``, and that of the next one."""
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError as error:
            raise UserError(
                self.env._("“%s” is no month such as 2026-03.", month)
            ) from error
        return first, first + relativedelta(months=1)

    @api.depends("scheme_id", "partner_id")
    def _compute_tier_last_year_id(self):
        for scheme, standings in self.grouped("scheme_id").items():
            before = scheme._evaluation_of_last_year()
            tiers = {}
            if before:
                tiers = dict(
                    self.env.execute_query(
                        SQL(
                            "SELECT partner_id, tier_id FROM %s t"
                            " WHERE partner_id = ANY(%s)",
                            scheme._tiers_after(before),
                            standings.partner_id.ids,
                        )
                    )
                )
            for standing in standings:
                standing.tier_last_year_id = tiers.get(standing.partner_id.id)

    @api.model
    def _search_tier_last_year_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        tiers = [tier for tier in value if tier]
        found = []
        for scheme in self._schemes_in_force():
            if before := scheme._evaluation_of_last_year():
                having = SQL(
                    "(SELECT partner_id FROM %s t WHERE tier_id = ANY(%s))",
                    scheme._tiers_after(before),
                    tiers,
                )
                found.append(
                    Domain("scheme_id", "=", scheme.id)
                    & Domain("partner_id", "in", having)
                )
        return Domain.OR(found)
