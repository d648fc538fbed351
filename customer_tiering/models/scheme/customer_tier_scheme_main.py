from odoo import api, fields, models
from odoo.fields import Domain

from ...classification.metrics_payment import PAYMENT_COLUMNS
from ...tools.boolean_search import boolean_search


class CustomerTierScheme(models.Model):
    """Which scheme a report opens on, so that no customer is counted twice."""

    _inherit = "customer.tier.scheme"

    is_main = fields.Boolean(
        string="Main Scheme",
        compute="_compute_is_main",
        search="_search_is_main",
        help="The first active scheme that has been evaluated: customers show its "
        "tiers.",
    )
    is_main_payment = fields.Boolean(
        string="Main Scheme with Payments",
        compute="_compute_is_main",
        search="_search_is_main_payment",
        help="The first active scheme that has been evaluated and reads payments.",
    )

    @api.depends("sequence", "active", "last_evaluation_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_main(self):
        main, payment = self._main_ids(), self._main_ids(self._reads_payments)
        for scheme in self:
            scheme.is_main = scheme.id in main
            scheme.is_main_payment = scheme.id in payment

    def _search_is_main(self, operator, value):
        return boolean_search(
            operator, value, lambda: Domain("id", "in", self._main_ids())
        )

    def _search_is_main_payment(self, operator, value):
        return boolean_search(
            operator,
            value,
            lambda: Domain("id", "in", self._main_ids(self._reads_payments)),
        )

    @api.model
    def _main_ids(self, condition=None):
        """Ids: of each current company the first evaluated scheme that it shows.

        ``condition``, a function of a scheme, leaves out others.
        """
        main = self.browse()
        for company in self.env.companies:
            shown = self.sudo().browse(self._shown_ids(company.id))
            evaluated = shown.filtered("last_evaluation_id")
            main |= (evaluated.filtered(condition) if condition else evaluated)[:1]
        return main.ids

    @api.model
    def _reads_payments(self, scheme):
        payments = {column.name for column in PAYMENT_COLUMNS}
        return not payments.isdisjoint(scheme._collected_columns())
