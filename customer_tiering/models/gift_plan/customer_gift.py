from odoo import fields, models


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    tier_color = fields.Integer(related="tier_id.color")

    def _delivery_address(self):
        """To whom it is sent: the recipient, else the customer's delivery address."""
        self.ensure_one()
        if self.contact_id:
            return self.contact_id
        partner = self.partner_id
        return partner.browse(partner.address_get(["delivery"])["delivery"])

    def _delivery_lines(self):
        """The address it is sent to, without the lines that are empty."""
        address = self._delivery_address()._display_address(without_company=True)
        return [line for line in address.splitlines() if line.strip()]
