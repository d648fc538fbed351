from odoo import api, fields, models

from ...tools.groups import COMPLIANCE_GROUP


class CustomerGiftPseudonymise(models.TransientModel):
    """Pseudonymise a person in the gift register, or ask a second officer for it."""

    _name = "customer.gift.pseudonymise"
    _description = "Pseudonymise a Recipient"

    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        domain="[('is_company', '=', False)]",
    )
    reason = fields.Char(required=True)
    line_count = fields.Integer(string="Entries", compute="_compute_lines")
    keep_until = fields.Date(compute="_compute_lines")

    @api.depends("contact_id")
    def _compute_lines(self):
        """What the user's companies have of the person, and if it must be kept."""
        pseudonyms = self.env["customer.gift.pseudonym"]
        for wizard in self:
            lines = self.env["customer.gift"]
            if wizard._may_look():
                lines = pseudonyms._lines(wizard.contact_id, self.env.user.company_ids)
            wizard.line_count = len(lines)
            wizard.keep_until = pseudonyms._kept_until(lines)

    def _may_look(self):
        # nobody in particular would be whoever has no person on their gift
        return (
            bool(self.contact_id)
            and self.env.user.has_group(COMPLIANCE_GROUP)
            and self.contact_id.has_access("read")
        )

    def action_pseudonymise(self):
        """Replace the person in all entries; only for compliance officers.

        While an entry must be kept, a request for a second officer is made instead.
        """
        self.ensure_one()
        contact, reason = self.contact_id, self.reason
        if self.keep_until:
            self.env["customer.gift.pseudonym.request"]._ask(contact, reason)
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "customer_tiering.customer_gift_pseudonym_request_action"
            )
        else:
            log = self.env["customer.gift.pseudonym"]._pseudonymise(contact, reason)
            action = log._told()
        # the wizard itself must not store who it was
        self.sudo().unlink()
        return action
