from odoo import models
from odoo.fields import Domain

# so many products are shown
FIRST = 5


class CustomerTierStanding(models.Model):
    """What the peers of a customer buy, and the customer does not."""

    _inherit = "customer.tier.standing"

    def _peers_buy(self):
        """The first rows of ``customer.tier.product`` for this customer.

        First those of the industry, then those of the tier as a whole; each product
        once, the highest average spend of the group first. Only products that the
        reader may see and sell.
        """
        self.ensure_one()
        products = self.env["customer.tier.product"]
        if not self.scheme_id.last_evaluation_id:
            return products
        industry = self.partner_id.industry_id
        sellable = (
            Domain("active", "=", True)
            & Domain("sale_ok", "=", True)
            & Domain("product_variant_ids.active", "=", True)
        )
        rows = products.search(
            Domain("scheme_id", "=", self.scheme_id.id)
            & Domain("tier_id", "=", self.tier_id.id)
            & Domain("industry_id", "in", [False, industry.id])
            & Domain("product_tmpl_id", "any", sellable)
        )
        seen, found = self._products_known(), products
        for row in rows.sorted(lambda row: not row.industry_id):
            if len(found) < FIRST and row.product_tmpl_id.id not in seen:
                seen.add(row.product_tmpl_id.id)
                found += row
        return found

    def _products_known(self):
        """Ids of what the customer bought, returned, ordered or was offered lately.

        In the period of the figures, and of all people: what a colleague has offered
        is not offered again.
        """
        documents = self._explanation().documents
        period = documents.period
        lines = self.env["account.move.line"].sudo()
        orders = self.env["sale.order.line"].sudo()
        offered = (
            Domain("state", "in", ("draft", "sent", "sale"))
            & Domain("date_order", ">=", documents.midnight(period.first))
            & documents.of_scheme()
            & documents.own_orders()
        )
        known = set()
        for records, domain in (
            (
                lines,
                Domain("move_id", "any", documents.sales(period))
                & Domain("display_type", "=", "product"),
            ),
            (orders, Domain("order_id", "any", offered)),
        ):
            ((variants,),) = records._read_group(
                domain & Domain("product_id", "!=", False),
                [],
                ["product_id:recordset"],
            )
            known |= set(variants.product_tmpl_id.ids)
        return known
