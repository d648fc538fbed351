from odoo import fields, models


class CustomerGiftPlan(models.Model):
    """What is to be carried to whom, for the delivery list and the labels."""

    _inherit = "customer.gift.plan"

    def _gifts_to_deliver(self):
        """Of each salesperson his gifts on the way, in the order of the customers.

        ``[{"user", "gifts", "nobody"}]``; with the rights of who prints.
        """
        self.ensure_one()
        gifts = self.env["customer.gift"].search(
            [("plan_id", "=", self.id), ("state", "in", ("approved", "ordered"))]
        )
        gifts = gifts.filtered(lambda gift: not gift.held)
        gifts = gifts.sorted(lambda g: (g.partner_id.complete_name or "", g.id))
        groups = gifts.grouped("user_id")
        return [
            {
                "user": user,
                "gifts": groups[user],
                "nobody": self.env._("Without a salesperson"),
            }
            for user in sorted(groups, key=lambda user: user.name or "")
        ]


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    tier_color = fields.Integer(related="tier_id.color")

    def _delivery_lines(self):
        """The address it is sent to, without the lines that are empty."""
        address = self._delivery_address()._display_address(without_company=True)
        return [line for line in address.splitlines() if line.strip()]
