from odoo import api, fields, models
from odoo.exceptions import ValidationError

# fields that change how much of an allowance a line uses
COUNTED = {"product_id", "product_uom_id", "product_uom_qty", "customer_tier_sample"}


class SaleOrderLine(models.Model):
    """A line can be a sample: free, and deducted from the customer's allowance."""

    _inherit = "sale.order.line"

    # No default, so that adding the column rewrites no line
    customer_tier_sample = fields.Boolean(
        string="Sample",
        help="Free of charge. When the order is confirmed, its cost is deducted from "
        "the yearly allowance of the customer's tier.",
    )

    _customer_tier_sample_idx = models.Index("(order_id) WHERE customer_tier_sample")

    @api.depends("customer_tier_sample")
    def _compute_price_unit(self):
        samples = self.filtered("customer_tier_sample")
        for line in samples.with_context(sale_write_from_compute=True):
            line.price_unit = 0.0
            line.technical_price_unit = 0.0
        return super(SaleOrderLine, self - samples)._compute_price_unit()

    @api.depends("customer_tier_sample")
    def _compute_discount(self):
        samples = self.filtered("customer_tier_sample")
        samples.discount = 0.0
        return super(SaleOrderLine, self - samples)._compute_discount()

    @api.constrains("customer_tier_sample", "price_unit")
    def _check_sample_is_free(self):
        for line in self.filtered("customer_tier_sample"):
            if line.price_unit:
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is a sample and has a price of %(price)s. Set "
                        "the price to 0, or untick “Sample”.",
                        product=line.product_id.display_name,
                        price=line.price_unit,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered("customer_tier_sample").order_id._settle_samples()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "customer_tier_sample" in vals:
            self.order_id._settle_samples()
        elif COUNTED & set(vals):
            self.filtered("customer_tier_sample").order_id._settle_samples()
        return result

    def unlink(self):
        orders = self.filtered("customer_tier_sample").order_id
        result = super().unlink()
        orders.exists()._settle_samples()
        return result

    def _get_protected_fields(self):
        return [*super()._get_protected_fields(), "customer_tier_sample"]

    def _sample_quantity(self):
        """Quantity in the unit of the product."""
        return self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, round=False
        )

    def _sample_cost(self, quantity, benefit):
        """Our cost of ``quantity``, in the currency of the allowance."""
        company = self.company_id or self.env.company
        product = self.product_id.with_company(company)
        return company.currency_id._convert(
            product.standard_price * quantity,
            benefit.currency_id,
            company,
            benefit._today(),
        )
