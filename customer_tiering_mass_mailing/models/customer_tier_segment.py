from odoo import models


class CustomerTierSegment(models.Model):
    """Writing to the customers of a segment: a segment is a tier of its scheme."""

    _inherit = "customer.tier.segment"

    def action_customer_tier_mail(self):
        """A new mailing to the customers of this segment."""
        return self._tier_in_scheme().action_customer_tier_mail()

    def action_customer_tier_add_to_list(self):
        """The list that follows this segment, brought in step."""
        return self._tier_in_scheme().action_customer_tier_add_to_list()

    def _tier_in_scheme(self):
        self.ensure_one()
        self.check_access("read")
        return self.tier_id.with_context(customer_tier_scheme_id=self.scheme_id.id)
