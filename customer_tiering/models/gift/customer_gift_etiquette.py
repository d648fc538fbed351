from odoo import api, fields, models


class CustomerGiftEtiquette(models.AbstractModel):
    """Etiquette warnings on a product for the customer's country; never blocking."""

    _name = "customer.gift.etiquette"
    _description = "Gift Etiquette"

    etiquette = fields.Text(
        compute="_compute_etiquette",
        help="Etiquette notes on this product for the recipient's country, from the "
        "product's etiquette tags. They block nothing.",
    )

    @api.depends(
        "direction",
        "product_id.customer_gift_tag_ids",
        "contact_id.country_id",
        "partner_id.country_id",
        "company_id.country_id",
    )
    @api.depends_context("lang")
    def _compute_etiquette(self):
        for gift in self:
            if gift.direction == "received":
                # the customer chose it
                gift.etiquette = False
                continue
            gift.etiquette = gift.product_id._gift_etiquette(
                gift.contact_id.country_id
                or gift.partner_id._gift_country(gift.company_id)
            )


class CustomerGift(models.Model):
    _name = "customer.gift"
    _inherit = ["customer.gift", "customer.gift.etiquette"]
