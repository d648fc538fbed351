from odoo import api, models
from odoo.tools import groupby

URGENT = "1"
# priorities of a service benefit that make a delivery urgent
HIGH = ("2", "3")


class StockPicking(models.Model):
    """New deliveries take the priority that the customer's tier grants."""

    _inherit = "stock.picking"

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        pickings._take_customer_tier_priority()
        return pickings

    def _take_customer_tier_priority(self):
        """Never lowered; one statement for all deliveries of a company."""
        deliveries = self.sudo().filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.partner_id
                and picking.priority != URGENT
            )
        )
        for company, found in groupby(deliveries, lambda one: one.company_id):
            found = deliveries.browse().union(*found)
            service = (
                self.env["customer.tier.benefit"]
                .with_company(company)
                ._service(found.partner_id)
            )
            found.filtered(
                lambda one, service=service: (
                    one.partner_id.id in service
                    and service[one.partner_id.id].priority in HIGH
                )
            ).priority = URGENT
