from odoo import fields, models


class MailGroupMember(models.Model):
    """Whoever leaves, or is taken out by a person, stays out."""

    _inherit = "mail.group.member"

    customer_group_added = fields.Boolean(
        string="Added with the Group",
        readonly=True,
        copy=False,
        help="The mail group was synchronized with a group of customers. Only such "
        "members are taken away again.",
    )

    def unlink(self):
        """The engine deletes members by SQL, so this was a person."""
        followed = (
            self.env["customer.group"]
            .sudo()
            .with_context(active_test=False)
            .search([("mail_group_id", "in", self.mail_group_id.ids)])
            .mail_group_id
        )
        refusals = self.env["customer.group.refusal"].sudo()
        known = {
            (one.mail_group_id.id, one.email)
            for one in refusals.search([("mail_group_id", "in", followed.ids)])
        }
        left = {
            (member.mail_group_id.id, member.email_normalized)
            for member in self
            if member.mail_group_id in followed and member.email_normalized
        }
        refusals.create(
            [
                {"mail_group_id": group, "email": email}
                for group, email in sorted(left - known)
            ]
        )
        return super().unlink()
