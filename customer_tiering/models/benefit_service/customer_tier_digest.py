from odoo import api, models
from odoo.fields import Domain


class CustomerTierDigest(models.AbstractModel):
    """The weekly digest also names customers without their dedicated salesperson."""

    _inherit = "customer.tier.digest"

    @api.model
    def _section(self, scheme, last, today):
        standings = self.env["customer.tier.standing"]
        return {
            **super()._section(scheme, last, today),
            "alone": self._names(
                standings,
                Domain("scheme_id", "=", scheme.id)
                & Domain("lacks_salesperson", "=", True),
            ),
        }
