from odoo import api, fields, models

from .customer_gift_change import APPROVED


class CustomerGift(models.Model):
    """What the approval of a gift covers, in words."""

    _inherit = "customer.gift"

    approval_covers = fields.Char(
        compute="_compute_approval_covers",
        help="Whatever else changes has to be approved again.",
    )

    @api.depends(
        "state",
        "approver_id",
        "approved_cost",
        "product_id",
        "description",
        "partner_id",
        "contact_id",
        "request_ids",
    )
    @api.depends_context("lang")
    def _compute_approval_covers(self):
        for gift in self:
            gift.approval_covers = gift._told_cover() if gift.approver_id else False

    def _told_cover(self):
        words = {
            "gift": self.product_id.display_name or self.description or "",
            "customer": self.partner_id.display_name,
            "recipient": self.contact_id.display_name,
            "cost": self.currency_id.format(self.approved_cost),
        }
        if self.contact_id and not self._named_later():
            return self.env._("“%(gift)s” for %(recipient)s, up to %(cost)s.", **words)
        told = self.env._("“%(gift)s” for %(customer)s, up to %(cost)s.", **words)
        if self.contact_id:
            named = self.env._("The recipient was chosen afterwards.")
        elif self.state in APPROVED:
            named = self.env._("The recipient can still be chosen.")
        else:
            return told
        return f"{told} {named}"

    def _named_later(self):
        """Whether the recipient was named after the approval."""
        return any(
            "contact_id" in (request.changed or "").split(",")
            and request.date >= self.approved_on
            for request in self.sudo().request_ids
            if self.approved_on
        )
