from odoo import fields, models


class CustomerGroup(models.Model):
    """A mail to who joins, and one to who leaves; only if they are switched on."""

    _inherit = "customer.group"

    send_welcome = fields.Boolean(
        string="Welcome Who Joins",
        tracking=True,
        help="A mail to customers who join after an evaluation. Those who belong to "
        "the group when it is switched on get none.",
    )
    welcome_template_id = fields.Many2one(
        "mail.template",
        string="Welcome",
        ondelete="set null",
        domain=[("model", "=", "customer.group.member")],
        default=lambda self: self._default_template("welcome"),
    )
    send_farewell = fields.Boolean(string="Write to Who Leaves", tracking=True)
    farewell_template_id = fields.Many2one(
        "mail.template",
        string="Farewell",
        ondelete="set null",
        domain=[("model", "=", "customer.group.member")],
        default=lambda self: self._default_template("farewell"),
    )

    def _default_template(self, what):
        return self.env.ref(
            f"customer_tiering.customer_group_mail_{what}", raise_if_not_found=False
        )

    def _tell(self, joined, left):
        """Write to those who joined and left, in their language."""
        for group in self.sudo():
            if group.send_welcome and group.welcome_template_id:
                group._send("welcome", joined & group.member_ids)
            if group.send_farewell and group.farewell_template_id:
                group._send("farewell", left & group.member_ids)

    def _send(self, what, members):
        """One mail per member; none to who is on the blacklist or had enough of us."""
        reached = members._reached()
        for member, contact in reached:
            member.contact_id = contact
        told = members.browse([member.id for member, _contact in reached])
        if told:
            told[f"{what}_on"] = self._today()
            self[f"{what}_template_id"].send_mail_batch(told.ids)
