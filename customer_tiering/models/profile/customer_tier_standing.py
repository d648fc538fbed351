from odoo import api, fields, models
from odoo.fields import Domain

from ...classification.lifecycle import EXISTING
from .customer_tier_scheme import MONTHS


class CustomerTierStanding(models.Model):
    """Long-term and temporary customers: who gets offers, and who publicity."""

    _inherit = "customer.tier.standing"

    is_long_term = fields.Boolean(
        string="Long-Term Customer",
        compute="_compute_filters",
        search="_search_is_long_term",
        help="Bought in as many months of the period as the scheme asks for.",
    )
    is_temporary = fields.Boolean(
        string="Temporary Customer",
        compute="_compute_filters",
        search="_search_is_temporary",
        help="Buys, but in fewer months than a long-term customer.",
    )

    @api.model
    def _filter_domains(self):
        return super()._filter_domains() | {
            "is_long_term": self._domain_long_term,
            "is_temporary": self._domain_temporary,
        }

    def _search_is_long_term(self, operator, value):
        return self._search_filter("is_long_term", operator, value)

    def _search_is_temporary(self, operator, value):
        return self._search_filter("is_temporary", operator, value)

    @api.model
    def _domain_long_term(self):
        return self._domain_months(">=")

    @api.model
    def _domain_temporary(self):
        return self._domain_months("<")

    @api.model
    def _domain_months(self, operator):
        schemes = self.env["customer.tier.scheme"].sudo()
        schemes = schemes.with_context(active_test=False)
        return Domain("lifecycle", "=", EXISTING) & Domain.OR(
            Domain("scheme_id", "=", scheme.id)
            & Domain(MONTHS, operator, scheme.long_term_months)
            for scheme in schemes.search([("long_term_months", ">", 0)])
        )

    @api.model
    def _tellers(self):
        return [*super()._tellers(), told_relationship]


def told_relationship(explanation):
    """Whether the customer is a long-term one, and what to do with that."""
    standing, env = explanation.standing, explanation.env
    needed = standing.scheme_id.long_term_months
    months = explanation.figures.figure(MONTHS) if needed else None
    if months is None or standing.lifecycle != EXISTING:
        return ""
    if months >= needed:
        return env._(
            "Long-term customer: bought in %(months)s months of the period. Make them "
            "preferential offers.",
            months=months,
        )
    return env._(
        "Temporary customer: bought in %(months)s months of the period, and %(needed)s "
        "make a long-term customer. Reach them by publicity.",
        months=months,
        needed=needed,
    )
