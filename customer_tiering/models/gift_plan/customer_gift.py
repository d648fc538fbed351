from odoo import fields, models


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    tier_color = fields.Integer(related="tier_id.color")

    def _delivery_address(self):
        """The contact it is sent to: the recipient, else the delivery address."""
        self.ensure_one()
        if self.contact_id:
            return self.contact_id
        partner = self.partner_id
        return partner.browse(partner.address_get(["delivery"])["delivery"])

    def _delivery_lines(self):
        """Lines of the delivery address, without empty ones."""
        address = self._delivery_address()._display_address(without_company=True)
        return [line for line in address.splitlines() if line.strip()]
