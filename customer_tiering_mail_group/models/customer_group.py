from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.touch.recipients import recipients
from odoo.addons.customer_tiering.tools.joins import joined_at_once


class CustomerGroup(models.Model):
    """A group whose announcements go to a mail group: one member per customer."""

    _inherit = "customer.group"

    kind = fields.Selection(
        selection_add=[("mail_group", "Mail group")],
        ondelete={"mail_group": "set default"},
    )
    mail_group_id = fields.Many2one(
        "mail.group",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "active", "name", "moderator_id"} & vals.keys():
            self._members_changed(None)
        return result

    def _members_changed(self, among):
        result = super()._members_changed(among)
        groups = self.sudo()
        wanted = groups.filtered(lambda one: one.active and one.kind == "mail_group")
        for group in wanted:
            group._keep_mail_group()
        wanted._step_mail_groups(among)
        (groups - wanted).mail_group_id.is_closed = True
        return result

    def _keep_mail_group(self):
        """The mail group, with the name in all languages; only members read it.

        What members write waits for the moderator: it is for announcements.
        """
        moderator = self.moderator_id
        values = {
            "is_closed": False,
            "moderator_ids": [fields.Command.set(moderator.ids)],
            "moderation": bool(moderator.email),
        }
        if self.mail_group_id:
            self.mail_group_id.write(values)
        else:
            self.mail_group_id = self.env["mail.group"].create(
                {"name": self.name, "access_mode": "members", **values}
            )
        for lang, _name in self.env["res.lang"].get_installed():
            named = self.mail_group_id.with_context(lang=lang)
            name = self.with_context(lang=lang).name
            if named.name != name:
                named.name = name

    def _step_mail_groups(self, among=None):
        """Add who is missing, and take away whom we added and who has left.

        A constant number of statements. Members are found again by their address. Who
        left the mail group, or is on the blacklist, is not added.

        :param among: customers; only these are looked at
        """
        if not self:
            return
        self.env.flush_all()
        with joined_at_once(self.env):
            self._step_at_once(among)
        self.env["mail.group.member"].invalidate_model()
        self.env["mail.group"].invalidate_model(["member_ids"])

    def _step_at_once(self, among):
        cr = self.env.cr
        looked_at = SQL("TRUE")
        if among is not None:
            looked_at = SQL("m.partner_id = ANY(%s)", among.ids)
        customers = SQL(
            """
            SELECT g.mail_group_id AS mail_group, m.partner_id AS customer
              FROM customer_group g
              JOIN customer_group_member m ON m.group_id = g.id AND m.left_on IS NULL
             WHERE g.id = ANY(%s) AND %s
            """,
            self.ids,
            looked_at,
        )
        cr.execute("DROP TABLE IF EXISTS customer_group_wanted")
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE customer_group_wanted ON COMMIT DROP AS
                SELECT DISTINCT ON (c.mail_group, r.email)
                       c.mail_group, r.contact, r.email
                  FROM (%(customers)s) c
                  JOIN (%(recipients)s) r ON r.customer = c.customer
                 WHERE r.email IS NOT NULL AND r.email NOT IN (
                       SELECT email FROM mail_blacklist WHERE active)
                 ORDER BY c.mail_group, r.email, r.contact
                """,
                customers=customers,
                recipients=recipients(
                    self.env, SQL("SELECT customer FROM (%s) asked", customers)
                ),
            )
        )
        cr.execute(
            SQL(
                """
                DELETE FROM mail_group_member m
                 USING res_partner p
                 WHERE p.id = m.partner_id AND m.customer_group_added
                   AND m.mail_group_id = ANY(%s) AND %s
                   AND NOT EXISTS (SELECT FROM customer_group_wanted w
                                    WHERE w.mail_group = m.mail_group_id
                                      AND w.email = m.email_normalized)
                """,
                self.mail_group_id.ids,
                SQL("TRUE")
                if among is None
                else SQL("p.commercial_partner_id = ANY(%s)", among.ids),
            )
        )
        cr.execute(
            """
            INSERT INTO mail_group_member (mail_group_id, partner_id, email,
                   email_normalized, customer_group_added)
            SELECT w.mail_group, w.contact, p.email, w.email, TRUE
              FROM customer_group_wanted w
              JOIN res_partner p ON p.id = w.contact
             WHERE NOT EXISTS (SELECT FROM mail_group_member m
                                WHERE m.mail_group_id = w.mail_group
                                  AND m.email_normalized = w.email)
               AND NOT EXISTS (SELECT FROM mail_group_member m
                                WHERE m.mail_group_id = w.mail_group
                                  AND m.partner_id = w.contact)
               AND NOT EXISTS (SELECT FROM customer_group_refusal r
                                WHERE r.mail_group_id = w.mail_group
                                  AND r.email = w.email)
            """
        )
