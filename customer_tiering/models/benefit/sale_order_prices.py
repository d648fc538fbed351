from odoo import api, fields, models
from odoo.tools import groupby

from ...tools.groups import USER_GROUP

OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    """Why this price, on a quotation; the quotation itself keeps its price list.

    Only the form reads these fields: a list would work out prices row by row.
    """

    _inherit = "sale.order"

    customer_tier_price_note = fields.Char(
        string="Why This Price List",
        compute="_compute_customer_tier_price_note",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_price_changed = fields.Boolean(
        string="Price List Changed",
        compute="_compute_customer_tier_price_note",
        compute_sudo=True,
        groups=USER_GROUP,
        help="The price list of this quotation is not the customer's any more.",
    )

    @api.depends("partner_id", "company_id", "state", "pricelist_id")
    @api.depends_context("lang", "uid")
    def _compute_customer_tier_price_note(self):
        self.customer_tier_price_note = False
        self.customer_tier_price_changed = False
        quotations = self.filtered(lambda o: o.state in OPEN and o.partner_id)
        for company, orders in groupby(quotations, lambda order: order.company_id):
            for order in self.browse().union(*orders):
                partner = order.partner_id.with_company(company)
                order.customer_tier_price_note = partner.customer_tier_price_note
                order.customer_tier_price_changed = (
                    partner.customer_tier_price_note
                    and partner.property_product_pricelist != order.pricelist_id
                )

    def action_update_customer_tier_prices(self):
        """Give the quotations the customer's price list, and its prices."""
        for order in self.filtered(lambda order: order.state in OPEN):
            partner = order.partner_id.with_company(order.company_id)
            order.pricelist_id = partner.property_product_pricelist
            order.action_update_prices()
