from odoo import fields, models


class CustomerGiftPseudonymise(models.TransientModel):
    """Pseudonymise a person in the gift register."""

    _name = "customer.gift.pseudonymise"
    _description = "Pseudonymise a Recipient"

    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        domain="[('parent_id', '!=', False)]",
    )
    reason = fields.Char(required=True)

    def action_pseudonymise(self):
        """Replace the person in all entries; only for compliance officers."""
        self.ensure_one()
        self.env["customer.gift.pseudonym"]._pseudonymise(self.contact_id, self.reason)
        # the wizard itself must not store who it was
        self.sudo().unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_pseudonym_action"
        )
