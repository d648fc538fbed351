from odoo import api, models

from . import contacts, expected, margin, pace, payments, referrals, revenue, sales


class CustomerTierCollector(models.AbstractModel):
    """Where other addons add what is read of Odoo's documents.

    A new figure is a source. An addon whose customers buy without an invoice adds rows
    to the sources there are, by the methods with ``more`` in their names: each returns
    a list of SELECTs, whose rows count as those of invoices do. The parameters are
    those of the function that reads the same of invoices.
    """

    _name = "customer.tier.collector"
    _description = "Collector of Customer Figures"

    @api.model
    def _sources(self, reading):
        """Name -> `Source` for the `Reading`. Extend it to add or replace a source."""
        return {
            **revenue.sources(reading),
            **contacts.SOURCES,
            **sales.SOURCES,
            **pace.sources(reading),
            **expected.SOURCES,
            **margin.SOURCES,
            **referrals.SOURCES,
            **payments.SOURCES,
        }

    @api.model
    def _more_sales(self, reading, first, last):
        """SELECTs of more rows for `documents.sold`, from one day to another.

        ``is_purchase`` is what counts as a purchase of the scheme, by whichever basis.
        They may have further columns.
        """
        return []

    @api.model
    def _more_lines(self, reading, first):
        """SELECTs of more rows for `more.more_lines`, since the day ``first``."""
        return []

    @api.model
    def _more_payments(self, reading):
        """SELECTs of more rows for `payment_parts`: money that settles no entry."""
        return []

    @api.model
    def _more_corrected(self, companies, last):
        """SELECTs of more ``id`` of documents that are no purchases and no returns."""
        return []

    @api.model
    def _more_settled(self, reading):
        """SELECTs of what else was delivered of orders, up to the as-of day.

        ``line_id`` of the order, ``amount`` (currency of the order) and ``quantity``
        (unit of the order line).
        """
        return []

    @api.model
    def _more_entries(self, reading):
        """SELECTs of ``id`` of the journal entries behind all these rows.

        Their income is no journal entry like others, and their money settles nothing.
        """
        return []

    @api.model
    def _more_later_entries(self, reading):
        """SELECTs of ``id`` of journal entries that are not known yet.

        They are dated up to the as-of day, but were made because of something after it.
        They settle nothing, and are not open.
        """
        return []

    @api.model
    def _more_ledger(self, reading):
        """SELECTs of more rows for `ledger_statement`, for steps of the same addon."""
        return []

    @api.model
    def _more_books(self, reading):
        """SELECTs of more rows for `books_statement`, for steps of the same addon."""
        return []

    @api.model
    def _more_tables(self):
        """Names of the tables that these SELECTs read, see `ensure_statistics`."""
        return []
