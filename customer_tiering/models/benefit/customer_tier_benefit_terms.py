from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .customer_tier_benefit_grant import Grant


class Terms(NamedTuple):
    """Payment terms that a tier grants, unless the customer is overdue beyond it."""

    grant: Grant
    # (amount, days) that are overdue, if that is why the terms are not given
    overdue: tuple | None


class CustomerTierBenefit(models.Model):
    """Payment terms of a tier, read when a document is made and written nowhere.

    The order is: the customer's own terms, those of the tier, then the company's.
    """

    _inherit = "customer.tier.benefit"

    unless_overdue = fields.Boolean(
        string="Not While Overdue",
        default=True,
        tracking=True,
        help="Longer terms for somebody who pays late cost twice.",
    )
    overdue_days = fields.Integer(
        string="Overdue for More Than (Days)", default=30, tracking=True
    )
    overdue_amount = fields.Monetary(string="Overdue More Than", tracking=True)

    _overdue_positive = models.Constraint(
        "CHECK(overdue_days >= 0 AND overdue_amount >= 0)",
        "What may be overdue cannot be negative.",
    )

    @api.depends("unless_overdue")
    def _compute_attention(self):
        return super()._compute_attention()

    def _attentions(self):
        told = super()._attentions()
        if self.kind == "payment_term" and self.unless_overdue and self.scheme_id:
            schemes = self.env["customer.tier.scheme"].sudo()
            schemes = schemes.search([("company_id", "=", self.company_id.id)])
            if not any(schemes._reads_payments(scheme) for scheme in schemes):
                told.append(
                    self.env._(
                        "No scheme of the company measures what is overdue, so "
                        "customers who pay late are given these terms as well."
                    )
                )
        return told

    @api.model
    def _payment_terms(self, partners):
        """``{id: Terms}`` of those ``partners`` to whom a tier grants payment terms.

        The company is that of the environment. Whoever has terms of their own is not in
        it. At most two statements beside those of the ORM, for all partners.
        """
        partners = partners.sudo().with_company(self.env.company)
        granted = self._granted("payment_term", partners)
        terms = self.env["account.payment.term"].sudo()
        usable = terms.browse(
            {grant.payment_term_id for grant in granted.values()} - {None}
        ).filtered(
            lambda term: (
                term.active
                and (
                    not term.company_id
                    or term.company_id in self.env.company.sudo().parent_ids
                )
            )
        )
        granted = {
            id_: grant
            for id_, grant in granted.items()
            if grant.payment_term_id in usable._ids
        }
        partners = partners.filtered(
            lambda partner: partner.id in granted and not partner._has_own_terms()
        )
        overdue = self._overdue(partners.commercial_partner_id._origin)
        return {
            partner.id: Terms(
                granted[partner.id],
                self.sudo()
                .browse(granted[partner.id].benefit_id)
                ._held_by(overdue.get(partner.commercial_partner_id._origin.id)),
            )
            for partner in partners
        }

    def _held_by(self, overdue):
        """(amount, days), if ``overdue`` of (amount, since) is beyond the limits."""
        if not overdue or not self.unless_overdue:
            return None
        amount, since = overdue
        days = (self._today() - since).days
        if days <= self.overdue_days or amount <= self.overdue_amount:
            return None
        return amount, days

    @api.model
    def _overdue(self, customers):
        """``{customer id: (amount, overdue since)}`` by the figures of the standings.

        Any scheme of the company, or of one above it, may measure them.
        """
        if not customers:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.partner_id, max(s.overdue_amount), min(s.oldest_overdue)
                  FROM customer_tier_standing s
                  JOIN customer_tier_scheme scheme
                    ON scheme.id = s.scheme_id AND scheme.active
                 WHERE s.partner_id = ANY(%s) AND s.company_id = ANY(%s)
                   AND s.oldest_overdue IS NOT NULL
              GROUP BY s.partner_id
                """,
                customers.ids,
                self.env.company.sudo().parent_ids.ids,
            )
        )
        return {customer: (amount, since) for customer, amount, since in rows}
