from odoo import api, models
from odoo.exceptions import ValidationError


class CustomerGift(models.Model):
    """The product of a gift: what is archived is neither planned nor approved."""

    _inherit = "customer.gift"

    def _gift_product_problem(self):
        """Why the product of this gift cannot be given any more; nothing if it can."""
        self.ensure_one()
        product = self.product_id.sudo()
        if not product or (product.active and product.product_tmpl_id.active):
            return ""
        return self.env._(
            "“%s” is archived. Choose another gift from the catalogue.",
            product.display_name,
        )

    @api.constrains("product_id")
    def _check_product_id(self):
        for gift in self:
            # what was given may be archived by the time it is corrected
            if not gift.corrects_id and (problem := gift._gift_product_problem()):
                raise ValidationError(problem)
