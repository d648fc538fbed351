from odoo import api, fields, models


class CustomerGiftEtiquette(models.AbstractModel):
    """What manners have to say on the product for this customer; it never forbids."""

    _name = "customer.gift.etiquette"
    _description = "Etiquette of a Gift"

    etiquette = fields.Text(
        compute="_compute_etiquette",
        help="What manners have to say on this product in the recipient's country: "
        "the etiquette tags of the product. It stops nothing.",
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
                # others have chosen it
                gift.etiquette = False
                continue
            gift.etiquette = gift.product_id._gift_etiquette(
                gift.contact_id.country_id
                or gift.partner_id._gift_country(gift.company_id)
            )


class CustomerGift(models.Model):
    _name = "customer.gift"
    _inherit = ["customer.gift", "customer.gift.etiquette"]


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _gift_etiquette(self, countries):
        """The warnings that hold in one of ``countries``, a line each; else ""."""
        tags = self.sudo().customer_gift_tag_ids._warns_in(countries)
        return "\n".join(
            self.env._("%(tag)s: %(warning)s", tag=tag.name, warning=tag.warning)
            if tag.warning
            else tag.name
            for tag in tags
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _gift_country(self, company):
        """Where the gift goes; a customer without a country is one at home."""
        return self.country_id or company.sudo().country_id
