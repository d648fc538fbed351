from odoo import fields, models
from odoo.tools import groupby


class SaleOrder(models.Model):
    """What the tier's prices took off is kept when an order is confirmed."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sale":
            self._keep_savings()
        return result

    def _keep_savings(self):
        """Compare the tier's prices with the default ones, line by line.

        Only for orders with the list that the customer has by their tier. What was kept
        of an earlier confirmation is replaced.
        """
        orders = self.sudo()
        savings = self.env["customer.tier.benefit.saving"].sudo()
        savings.search([("order_id", "in", orders.ids)]).unlink()
        rows = []
        for company, found in groupby(orders, lambda order: order.company_id):
            found = orders.browse().union(*found).with_company(company)
            pricelists = self.env["product.pricelist"].sudo().with_company(company)
            granted = pricelists._customer_tier_grants(found.partner_id)
            tiered = found.filtered(
                lambda order, granted=granted: order._has_tier_prices(granted)
            )
            defaults = pricelists._get_country_pricelist_multi(
                tiered.partner_id.country_id.ids
            )
            for order in tiered:
                default = defaults[order.partner_id.country_id.id]
                rows += order._savings(granted[order.partner_id.id], default)
        savings.create(rows)

    def _has_tier_prices(self, granted):
        """Whether the list of this order is the one that the tier gives."""
        grant = granted.get(self.partner_id.id)
        return (
            bool(grant)
            and grant.pricelist_id == self.pricelist_id.id
            and not self.partner_id._customer_tier_own_pricelist()
        )

    def _savings(self, grant, default):
        """Values of what was saved, a row per line whose price nobody typed.

        ``default``  the list without a tier; empty for the sales prices
        """
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        scheme = self.env["customer.tier.benefit"].browse(grant.benefit_id).scheme_id
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=scheme.tz), self.date_order
        ).date()
        rows = []
        lines = self.order_line.filtered(lambda line: line._is_priced_by_list())
        by_default = lines._prices_by(default)
        by_tier = lines._prices_by(self.pricelist_id)
        for line in lines:
            before, after = by_default[line], by_tier[line]
            amount = self.company_id.currency_id.round(
                (before - after) * line.product_uom_qty
            )
            if not amount:
                continue
            rows.append(
                {
                    "benefit_id": grant.benefit_id,
                    "company_id": self.company_id.id,
                    "partner_id": customer.id,
                    "user_id": (self.user_id or customer.user_id).id,
                    "tier_id": grant.tier_id,
                    "date": day,
                    "order_id": self.id,
                    "product_id": line.product_id.id,
                    "quantity": line.product_uom_qty,
                    "default_price": before,
                    "tier_price": after,
                    "amount": amount,
                }
            )
        return rows
