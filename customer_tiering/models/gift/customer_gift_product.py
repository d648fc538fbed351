from odoo import api, models
from odoo.exceptions import ValidationError


class CustomerGift(models.Model):
    """A gift with an archived product can be neither planned nor approved."""

    _inherit = "customer.gift"

    def _gift_product_problem(self):
        """A sentence if the product of this gift can no longer be given, else ""."""
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
            # the product may have been archived before the entry is corrected
            if not gift.corrects_id and (problem := gift._gift_product_problem()):
                raise ValidationError(problem)
