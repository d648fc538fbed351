from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _gift_cost(self, plan):
        """Cost and freight of one gift of this product, in the currency of ``plan``."""
        self.ensure_one()
        cost = self.standard_price + self.customer_gift_freight
        return self.cost_currency_id._convert(
            cost, plan.currency_id, plan.company_id, plan.date, round=False
        )

    def _gift_etiquette(self, countries):
        """The warnings that apply in one of ``countries``, one a line; "" if none."""
        tags = self.sudo().customer_gift_tag_ids._warns_in(countries)
        return "\n".join(
            self.env._("%(tag)s: %(warning)s", tag=tag.name, warning=tag.warning)
            if tag.warning
            else tag.name
            for tag in tags
        )
