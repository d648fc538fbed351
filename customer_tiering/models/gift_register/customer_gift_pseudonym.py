from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.groups import COMPLIANCE_GROUP

# free text that may contain a name
TEXTS = (
    "description",
    "purpose",
    "hold_reason",
    "result_note",
    "conflict_note",
    "correction_reason",
    "late_reason",
    "unusual_reason",
    "budget_note",
)
# keys of a finding whose values are keywords, never names
CODES = {"code", "severity", "unit", "period", "approver"}


class CustomerGiftPseudonym(models.Model):
    """A log that a person was pseudonymised in the register, without their name."""

    _name = "customer.gift.pseudonym"
    _description = "Pseudonym in the Gift Register"
    _order = "id desc"

    name = fields.Char(string="Pseudonym", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Done By", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Done On", required=True, readonly=True)
    # it may name the person who asked for it
    reason = fields.Char(required=True, readonly=True, groups=COMPLIANCE_GROUP)
    line_count = fields.Integer(string="Lines", readonly=True)
    gift_ids = fields.One2many("customer.gift", "pseudonym_id", readonly=True)

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    def unlink(self):
        module = self.env["ir.module.module"].sudo()._get("customer_tiering")
        if module.state != "to remove":
            self._refuse()
        return super().unlink()

    def _refuse(self):
        if self:
            raise UserError(
                self.env._(
                    "A pseudonym in the register can be neither changed nor deleted."
                )
            )

    @api.model
    def _pseudonymise(self, contact, reason):
        """Replace ``contact`` by a pseudonym in all entries; this cannot be undone.

        All entries of the person get the same pseudonym, so that sums per person stay
        possible. The number of statements is constant. Returns the log record.
        """
        if not self.env.user.has_group(COMPLIANCE_GROUP):
            raise AccessError(
                self.env._(
                    "Only a compliance officer can pseudonymise a person in the "
                    "register. Ask one of them."
                )
            )
        contact.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Enter the reason; the log shows it."))
        self._refuse_unfit(contact)
        log = self.sudo().create(
            {
                "name": self.env._(
                    "Recipient %s",
                    self.env["ir.sequence"].sudo().next_by_code(self._name),
                ),
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "reason": reason,
            }
        )
        self.env.flush_all()
        seals = self.env["customer.gift.seal"].sudo()
        gifts = self.env["customer.gift"].sudo()
        intact = seals._intact(gifts.search([("contact_id", "=", contact.id)]))
        log._replace(contact.sudo())
        seals._forget_salts(log.sudo().gift_ids)
        seals._seal(intact, "pseudonym")
        self.env.invalidate_all()
        return log.with_env(self.env)

    @api.model
    def _refuse_unfit(self, contact):
        if contact.commercial_partner_id == contact:
            raise UserError(
                self.env._(
                    "%s is a customer, and the invoices show their name too. Only a "
                    "contact person of a customer can be pseudonymised.",
                    contact.display_name,
                )
            )
        # including entries of other companies and of colleagues' customers
        gifts = self.env["customer.gift"].sudo()
        own = [("contact_id", "=", contact.id)]
        waiting = gifts.search_count(
            [*own, ("state", "in", ("proposed", "approved", "ordered"))]
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%(count)s gifts to %(name)s are still in progress. Cancel or "
                    "complete them first.",
                    count=waiting,
                    name=contact.display_name,
                )
            )
        if not gifts.search_count(own, limit=1):
            raise UserError(
                self.env._(
                    "%s is not the recipient of any gift, so there is nothing to do.",
                    contact.display_name,
                )
            )

    def _replace(self, contact):
        """Replace the names, texts that contain the name, photos and messages."""
        gift = [("contact_id", "=", contact.id)]
        ids = self.env["customer.gift"].search(gift).ids
        name = contact.name or ""  # replacing an empty name would change nothing
        replaced = SQL(", ").join(
            SQL(
                "%(column)s = REPLACE(%(column)s, %(name)s, %(pseudonym)s)",
                column=SQL.identifier(column),
                name=name,
                pseudonym=self.name,
            )
            for column in TEXTS
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_gift
                   SET contact_id = NULL, recipient_function = NULL,
                       recipient_name = %(pseudonym)s, pseudonym_id = %(log)s,
                       %(replaced)s
                 WHERE id = ANY(%(ids)s)
                """,
                pseudonym=self.name,
                log=self.id,
                name=name,
                replaced=replaced,
                ids=ids,
            )
        )
        self._replace_in_findings(ids, name)
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift_pseudonym SET line_count = %s WHERE id = %s",
                len(ids),
                self.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_message
                   SET body = REPLACE(body, %(name)s, %(pseudonym)s),
                       subject = REPLACE(subject, %(name)s, %(pseudonym)s)
                 WHERE model = 'customer.gift' AND res_id = ANY(%(ids)s)
                """,
                name=name,
                pseudonym=self.name,
                ids=ids,
            )
        )
        # a photo or a signature can identify the person
        self.env["customer.gift"]._as_register().env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", "customer.gift"),
                ("res_field", "!=", False),
                ("res_id", "in", ids),
            ]
        ).unlink()

    def _replace_in_findings(self, ids, name):
        """Replace the name in the findings, which may contain it.

        Value by value: a name like “code”, or one with a quote in it, would otherwise
        break the JSON, and with it the register.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id, findings FROM customer_gift"
                " WHERE id = ANY(%s) AND findings IS NOT NULL",
                ids,
            )
        )
        if not name or not rows:
            return
        lines = SQL(", ").join(
            SQL("(%s, %s)", id_, Json([self._replaced(line, name) for line in found]))
            for id_, found in rows
        )
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift g SET findings = v.findings::jsonb"
                " FROM (VALUES %s) v (id, findings) WHERE g.id = v.id",
                lines,
            )
        )

    def _replaced(self, finding, name):
        return {
            key: value.replace(name, self.name)
            if isinstance(value, str) and key not in CODES
            else value
            for key, value in finding.items()
        }


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    pseudonym_id = fields.Many2one(
        "customer.gift.pseudonym",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
