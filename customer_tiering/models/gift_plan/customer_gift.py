from odoo import fields, models

from ...gifting import approval


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

    def _requests(self):
        """``{gift: requests}``, of the gift and of its plan, with two queries."""
        found = super()._requests()
        plans = self.sudo().plan_id._origin
        if not plans:
            return found
        of_plans = (
            self.env["customer.gift.request"]
            .sudo()
            .search([("plan_id", "in", plans.ids)])
            .grouped("plan_id")
        )
        return {
            gift: requests
            + of_plans.get(gift.sudo().plan_id._origin, requests.browse())
            for gift, requests in found.items()
        }

    def _asked_by_change(self, names, old):
        """A gift that leaves a plan takes along who made the plan."""
        rows = super()._asked_by_change(names, old)
        if "plan_id" in names:
            makers = old["plan_id"].sudo().request_ids.user_id
            rows += [self._asked(approval.PLANNED, maker) for maker in makers]
        return rows
