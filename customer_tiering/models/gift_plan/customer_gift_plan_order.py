from collections import defaultdict

from odoo import Command, models
from odoo.exceptions import AccessError, UserError

from ...gifting import flow
from ...tools.groups import MANAGER_GROUP
from ...tools.notification import notification


class CustomerGiftPlan(models.Model):
    """Order the approved gifts: by purchase, from stock, or by other means.

    The addon needs neither Purchase nor Inventory: it uses what is installed.
    """

    _inherit = "customer.gift.plan"

    def action_order_gifts(self):
        """Requests for quotation, else a delivery, else only the state; see above."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only a manager can order the gifts of a plan.")
            )
        self.check_access("write")
        gifts = self.env["customer.gift"].search(
            [
                ("plan_id", "=", self.id),
                ("state", "=", "approved"),
                ("held", "=", False),
            ]
        )
        if not gifts:
            raise UserError(
                self.env._(
                    "“%(plan)s” has no approved gifts waiting to be ordered.",
                    plan=self.name,
                )
            )
        if "purchase.order" in self.env:
            return self._order_by_purchase(gifts)
        if "stock.picking" in self.env:
            return self._order_from_stock(gifts)
        gifts.action_order()
        return notification(
            self.env._("%(count)s gifts are marked as ordered.", count=len(gifts))
        )

    # ---------------------------------------------------------------- purchase

    def _order_by_purchase(self, gifts):
        """A draft request for quotation to each vendor, quantities summed.

        Gifts without a product are marked as ordered; those whose product has no
        vendor stay approved and are named.
        """
        company = self.company_id
        quantities, without = defaultdict(float), self.env["customer.gift"]
        for product, of_product in gifts.grouped("product_id").items():
            if not product or product.type == "service":
                continue
            seller = (
                product.with_company(company)._select_seller(
                    quantity=None, date=self.date, ordered_by="price_discounted"
                )
                or product.seller_ids.filtered(
                    lambda s: s.company_id in (company, self.env["res.company"])
                )[:1]
            )
            if seller:
                key = seller.partner_id, product
                quantities[key] += sum(of_product.mapped("quantity"))
            else:
                without |= of_product
        orders = self._create_quotation_requests(quantities)
        if ordered := gifts - without:
            ordered._engine()._make(flow.MOVES[flow.ORDERED])
        return self._tell_ordered(ordered, orders, without)

    def _create_quotation_requests(self, quantities):
        """A purchase order for each vendor in ``{(vendor, product): quantity}``."""
        if not quantities:
            # creating nothing would ask for the right to purchase all the same
            return self.env["purchase.order"]
        lines = defaultdict(list)
        for (vendor, product), quantity in quantities.items():
            line = {
                "product_id": product.id,
                "product_qty": quantity,
                "product_uom_id": product.uom_id.id,
            }
            if account := self.analytic_account_id:
                line["analytic_distribution"] = {str(account.id): 100}
            lines[vendor].append(Command.create(line))
        orders = self.env["purchase.order"].with_company(self.company_id)
        return orders.create(
            [
                {
                    "partner_id": vendor.id,
                    "company_id": self.company_id.id,
                    "origin": self.name,
                    "order_line": commands,
                }
                for vendor, commands in lines.items()
            ]
        )

    def _tell_ordered(self, ordered, orders, without):
        message = self.env._(
            "%(count)s gifts ordered, %(orders)s requests for quotation created.",
            count=len(ordered),
            orders=len(orders),
        )
        if without:
            message += " " + self.env._(
                "No vendor, so these stay approved: %(products)s. Add a vendor on "
                "the product's Purchase tab.",
                products=", ".join(without.product_id.mapped("display_name")),
            )
        self.message_post(body=message)
        action = None
        if orders:
            action = {
                "type": "ir.actions.act_window",
                "name": self.env._("Requests for Quotation"),
                "res_model": "purchase.order",
                "views": [(False, "list"), (False, "form")],
                "domain": [("id", "in", orders.ids)],
            }
        return notification(message, "warning" if without else "success", action)

    # ---------------------------------------------------------------- stock

    def _order_from_stock(self, gifts):
        """A delivery to each recipient, of the products that are kept in stock."""
        kept = gifts.filtered(lambda g: g.product_id and g.product_id.is_storable)
        pickings = self._create_deliveries(kept)
        gifts._engine()._make(flow.MOVES[flow.ORDERED])
        message = self.env._(
            "%(count)s gifts ordered, %(pickings)s deliveries prepared.",
            count=len(gifts),
            pickings=len(pickings),
        )
        self.message_post(body=message)
        return notification(message)

    def _create_deliveries(self, gifts):
        """A delivery order for each of ``gifts``."""
        pickings = self.env["stock.picking"]
        if not gifts:
            # looking for a warehouse would ask for rights in Inventory all the same
            return pickings
        pickings.check_access("create")
        out = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company_id.id)],
            limit=1,
        )
        if not out:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse with deliveries. Set one up in "
                    "Inventory, or order the gifts one by one.",
                    company=self.company_id.name,
                )
            )
        destination = self.env.ref("stock.stock_location_customers")
        return pickings.create(
            [
                {
                    "partner_id": gift._delivery_address().id,
                    "picking_type_id": out.id,
                    "location_id": out.default_location_src_id.id,
                    "location_dest_id": destination.id,
                    "origin": self.name,
                    "company_id": self.company_id.id,
                    "scheduled_date": self.deliver_from or self.date,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": gift.product_id.id,
                                "product_uom_qty": gift.quantity,
                                "product_uom": gift.product_id.uom_id.id,
                                "location_id": out.default_location_src_id.id,
                                "location_dest_id": destination.id,
                                "company_id": self.company_id.id,
                            }
                        )
                    ],
                }
                for gift in gifts
            ]
        )
