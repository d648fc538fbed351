from odoo import models


class CustomerGiftPlan(models.Model):
    """Gifts to deliver, for the delivery list and the labels."""

    _inherit = "customer.gift.plan"

    def _gifts_to_deliver(self):
        """Gifts to deliver by salesperson, sorted by customer.

        ``[{"user", "gifts", "nobody"}]``; with the rights of the user who prints.
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
