from odoo import fields, models


class CustomerGroupRefusal(models.Model):
    """An address that has left a mail group and is never added to it again.

    Odoo deletes members who leave, so nobody would know.
    """

    _name = "customer.group.refusal"
    _description = "Left a Mail Group"
    _rec_name = "email"

    mail_group_id = fields.Many2one(
        "mail.group", required=True, ondelete="cascade", index=True, readonly=True
    )
    email = fields.Char(required=True, readonly=True)

    _email_uniq = models.Constraint(
        "UNIQUE(mail_group_id, email)", "This address has left the group already."
    )
