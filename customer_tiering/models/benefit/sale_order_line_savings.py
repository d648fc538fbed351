from odoo import models


class SaleOrderLine(models.Model):
    """Prices of a line by other lists than that of its order."""

    _inherit = "sale.order.line"

    def _is_priced_by_list(self):
        """Whether the price is that of the list: no sample, and typed by nobody."""
        return (
            bool(self.product_id)
            and not self.display_type
            and not self.is_downpayment
            and not self.customer_tier_sample
            and not self.currency_id.compare_amounts(
                self.technical_price_unit, self.price_unit
            )
        )

    def _prices_by(self, pricelist):
        """``{line: price of one unit}`` by ``pricelist``, in the company's currency.

        The lines are those of one order. The rules of the list are read once for all of
        them; which one applies depends on the quantity.
        """
        moment = self.order_id.date_order
        rules = pricelist._get_applicable_rules(self.product_id, moment)
        prices = {}
        for line in self:
            product, unit = line.product_id, line.product_uom_id
            quantity = unit._compute_quantity(
                line.product_uom_qty, product.uom_id, raise_if_failure=False
            )
            fitting = (
                rule for rule in rules if rule._is_applicable_for(product, quantity)
            )
            prices[line] = next(fitting, rules.browse())._compute_price(
                product,
                line.product_uom_qty,
                unit,
                date=moment,
                currency=line.company_id.currency_id,
            )
        return prices
