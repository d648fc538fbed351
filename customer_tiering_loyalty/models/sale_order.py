from odoo import models


class SaleOrder(models.Model):
    """Quotations and carts get no programme that is for other tiers.

    Odoo asks these domains whenever an order changes and when it is confirmed, so a
    reward goes as soon as its customer has another tier.
    """

    _inherit = "sale.order"

    def _get_program_domain(self):
        domain = super()._get_program_domain()
        withheld = self._customer_tier_withheld()
        return [*domain, ("id", "not in", withheld)] if withheld else domain

    def _get_trigger_domain(self):
        domain = super()._get_trigger_domain()
        withheld = self._customer_tier_withheld()
        return [*domain, ("program_id", "not in", withheld)] if withheld else domain

    def _customer_tier_withheld(self):
        programs = self.env["loyalty.program"]
        return programs._customer_tier_withheld(self.partner_id, self.company_id)
