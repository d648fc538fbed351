from odoo import models


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    def _customer_tier_till_words(self):
        """The gift as a cashier is told of it: what, and on which occasion."""
        self.ensure_one()
        forms = dict(self._fields["form"]._description_selection(self.env))
        told = {
            "gift": self.product_id.name or self.description or forms[self.form],
            "occasion": self.occasion_id.name,
        }
        if told["occasion"]:
            return self.env._("Gift for %(occasion)s: %(gift)s", **told)
        return self.env._("Gift: %(gift)s", **told)
