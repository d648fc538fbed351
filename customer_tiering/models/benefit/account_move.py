from odoo import api, models
from odoo.tools import groupby


class AccountMove(models.Model):
    """An invoice that is not made from an order takes the terms of the tier."""

    _inherit = "account.move"

    @api.depends("partner_id")
    def _compute_invoice_payment_term_id(self):
        result = super()._compute_invoice_payment_term_id()
        sales = self.filtered(
            lambda move: (
                move.partner_id and move.is_sale_document(include_receipts=True)
            )
        )
        for company, moves in groupby(sales, lambda move: move.company_id):
            moves = self.browse().union(*moves)
            granted = (
                self.env["customer.tier.benefit"]
                .with_company(company)
                ._payment_terms(moves.partner_id)
            )
            for move in moves:
                terms = granted.get(move.partner_id.id)
                if terms and not terms.overdue:
                    move.invoice_payment_term_id = terms.grant.payment_term_id
        return result
