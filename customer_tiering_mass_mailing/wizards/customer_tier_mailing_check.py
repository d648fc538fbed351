from odoo import fields, models


class CustomerTierMailingCheck(models.TransientModel):
    """Before sending: who gets a mailing, who is held back and why."""

    _name = "customer.tier.mailing.check"
    _description = "Who Gets a Mailing"
    _rec_name = "sentence"

    mailing_id = fields.Many2one("mailing.mailing", required=True, ondelete="cascade")
    sentence = fields.Char(readonly=True)
    line_ids = fields.One2many(
        "customer.tier.mailing.check.line", "check_id", readonly=True
    )


class CustomerTierMailingCheckLine(models.TransientModel):
    _name = "customer.tier.mailing.check.line"
    _description = "Who Gets a Mailing, by Reason"

    check_id = fields.Many2one(
        "customer.tier.mailing.check", required=True, ondelete="cascade"
    )
    key = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    count = fields.Integer(string="Contacts", readonly=True)

    def action_view(self):
        """Open those whom this line counts, as they are now."""
        self.ensure_one()
        mailing = self.check_id.mailing_id
        mailing.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.reason,
            "res_model": mailing.mailing_model_real,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", mailing._reached_ids(self.key or None))],
        }
