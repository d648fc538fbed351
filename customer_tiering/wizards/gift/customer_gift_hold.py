from odoo import fields, models


class CustomerGiftHold(models.TransientModel):
    """Asks why gifts are put on hold or released."""

    _name = "customer.gift.hold"
    _description = "Hold or Release Gifts"

    gift_ids = fields.Many2many("customer.gift", string="Gifts", required=True)
    kind = fields.Selection(
        [("hold", "Put on Hold"), ("release", "Release")],
        required=True,
        default="hold",
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Hold or release the gifts with the rights of the user."""
        self.ensure_one()
        if self.kind == "hold":
            self.gift_ids.action_hold(self.reason)
        else:
            self.gift_ids.action_release(self.reason)
        return {"type": "ir.actions.act_window_close"}
