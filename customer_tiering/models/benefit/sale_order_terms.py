from odoo import api, fields, models
from odoo.tools import format_amount, groupby

from ...tools.groups import PAYMENT_GROUP, USER_GROUP
from .sale_order_prices import OPEN


class SaleOrder(models.Model):
    """Payment terms of a quotation by the tier, and why they are not given."""

    _inherit = "sale.order"

    customer_tier_term_note = fields.Char(
        string="Why These Terms",
        compute="_compute_customer_tier_term_note",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_term_refused = fields.Boolean(
        string="Terms of the Tier Refused",
        compute="_compute_customer_tier_term_note",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    @api.depends("partner_id")
    def _compute_payment_term_id(self):
        result = super()._compute_payment_term_id()
        for order, terms in self._customer_tier_terms():
            if not terms.overdue:
                order.payment_term_id = terms.grant.payment_term_id
        return result

    def _customer_tier_terms(self):
        """(order, `Terms`) of the orders to whose customer a tier grants terms."""
        for company, orders in groupby(self, lambda order: order.company_id):
            orders = self.browse().union(*orders)
            granted = (
                self.env["customer.tier.benefit"]
                .with_company(company)
                ._payment_terms(orders.partner_id)
            )
            for order in orders:
                if order.partner_id.id in granted:
                    yield order, granted[order.partner_id.id]

    @api.depends("partner_id", "company_id", "state", "payment_term_id")
    @api.depends_context("lang", "uid")
    def _compute_customer_tier_term_note(self):
        self.customer_tier_term_note = False
        self.customer_tier_term_refused = False
        quotations = self.filtered(lambda order: order.state in OPEN)
        for order, terms in quotations._customer_tier_terms():
            granted = self.env["account.payment.term"].browse(
                terms.grant.payment_term_id
            )
            words = {
                "terms": granted.name,
                "tier": self.env["customer.tier"].browse(terms.grant.tier_id).name,
            }
            if terms.overdue:
                order.customer_tier_term_refused = True
                order.customer_tier_term_note = order._terms_refused(terms, words)
            elif order.payment_term_id == granted:
                order.customer_tier_term_note = self.env._(
                    "“%(terms)s”: the terms of tier %(tier)s.", **words
                )

    def _terms_refused(self, terms, words):
        """The figures are for those who may read how customers pay."""
        if not self.env.user.has_group(PAYMENT_GROUP):
            return self.env._(
                "“%(terms)s” of tier %(tier)s is not given: invoices are overdue.",
                **words,
            )
        amount, days = terms.overdue
        benefit = self.env["customer.tier.benefit"].browse(terms.grant.benefit_id)
        return self.env._(
            "“%(terms)s” of tier %(tier)s is not given: %(amount)s is overdue, the "
            "oldest for %(days)s days.",
            amount=format_amount(self.env, amount, benefit.currency_id),
            days=days,
            **words,
        )
