from odoo import api, models

from . import bridges, entries, lines, payments, sales


class CustomerTierCollector(models.AbstractModel):
    """Sales of tills count beside those of invoices."""

    _inherit = "customer.tier.collector"

    @api.model
    def _more_sales(self, reading, first, last):
        return [
            *super()._more_sales(reading, first, last),
            sales.orders(reading, first, last),
        ]

    @api.model
    def _more_lines(self, reading, first):
        return [*super()._more_lines(reading, first), lines.lines(reading, first)]

    @api.model
    def _more_payments(self, reading):
        return [*super()._more_payments(reading), payments.payments(reading)]

    @api.model
    def _more_corrected(self, companies, last):
        return [
            *super()._more_corrected(companies, last),
            sales.corrected(companies, last),
        ]

    @api.model
    def _more_settled(self, reading):
        found = super()._more_settled(reading)
        if "sale_order_line_id" in self.env["pos.order.line"]._fields:
            found = [*found, lines.settled(reading)]
        return found

    @api.model
    def _more_entries(self, reading):
        return [*super()._more_entries(reading), *entries.entries()]

    @api.model
    def _more_later_entries(self, reading):
        return [
            *super()._more_later_entries(reading),
            entries.later_payments(reading),
        ]

    @api.model
    def _more_ledger(self, reading):
        return [*super()._more_ledger(reading), bridges.ledger(reading)]

    @api.model
    def _more_books(self, reading):
        return [*super()._more_books(reading), bridges.books(reading)]

    @api.model
    def _more_tables(self):
        return [*super()._more_tables(), "pos_order", "pos_order_line", "pos_payment"]
