from odoo import api, models
from odoo.fields import Command


class ResPartner(models.Model):
    """What the peers buy, for the customer of a contact or a quotation."""

    _inherit = "res.partner"

    @api.readonly
    def get_customer_tier_peers(self):
        """What the peers of the customer buy, as plain data.

        ``products``  per product ``id``, ``name``, ``told`` (a sentence) and ``share``
        ``nothing``   why there are none, else False
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["customer_tier_standing_id"], "read")
        standing = self.customer_tier_standing_id
        found = standing._peers_buy() if standing else []
        return {
            "products": [
                {
                    "id": row.product_tmpl_id.id,
                    "name": row.product_tmpl_id.display_name,
                    "told": row._told(),
                    "share": row.share,
                }
                for row in found
            ],
            "nothing": not found
            and self.env._(
                "Nothing to offer: there is no product that many customers of this "
                "tier buy and this one does not. Groups below five customers are not "
                "looked at."
            ),
        }

    def action_quote_customer_tier_product(self, template_id):
        """A new quotation with one product, for the user to complete."""
        self.ensure_one()
        self.check_access("read")
        template = self.env["product.template"].browse(template_id)
        template.check_access("read")
        variant = template._customer_tier_variant()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Quotation"),
            "res_model": "sale.order",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_partner_id": self.id,
                # a new form would take no quantity, where a saved line takes one
                "default_order_line": [
                    Command.create({"product_id": variant.id, "product_uom_qty": 1})
                ],
            },
        }
