from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COMPLIANCE_GROUP


class CustomerGiftPseudonym(models.Model):
    """A log that a person was pseudonymised in the register, without their name.

    `customer_gift_pseudonym_request.py` says when a second officer must agree,
    `customer_gift_pseudonym_replace.py` what is replaced.
    """

    _name = "customer.gift.pseudonym"
    _description = "Pseudonym in the Gift Register"
    _inherit = "customer.tier.kept"
    _order = "id desc"

    name = fields.Char(string="Pseudonym", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Done By", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Done On", required=True, readonly=True)
    # it may name somebody else who asked for it
    reason = fields.Char(required=True, readonly=True, groups=COMPLIANCE_GROUP)
    line_count = fields.Integer(string="Lines", readonly=True)
    replaced_count = fields.Integer(
        string="Names Replaced",
        readonly=True,
        help="In how many places of texts, messages, activities and file names the "
        "name was found and replaced.",
    )
    gift_ids = fields.One2many("customer.gift", "pseudonym_id", readonly=True)

    def _why_kept(self):
        return self.env._(
            "A pseudonym in the register can be neither changed nor deleted."
        )

    @api.model
    def _pseudonymise(self, contact, reason):
        """Replace ``contact`` in the entries of the user's companies, for good.

        All entries of the person get the same pseudonym, so that sums per person stay
        possible. The number of statements is constant. Returns the log record.

        Raises UserError while an entry must be kept: that takes a request.
        """
        reason = self._check_may_pseudonymise(contact, reason)
        lines = self._lines(contact, self.env.user.company_ids)
        self._refuse_unfit(contact, lines)
        requests = self.env["customer.gift.pseudonym.request"]
        requests._refuse_second(lines)
        if until := self._kept_until(lines):
            raise UserError(
                self.env._(
                    "The entries must be kept until %s. Before that, a second "
                    "compliance officer must confirm it.",
                    fields.Date.to_string(until),
                )
            )
        return self._make(contact, lines, reason)

    @api.model
    def _check_may_pseudonymise(self, contact, reason):
        """Return the reason without white space at its ends."""
        if not self.env.user.has_group(COMPLIANCE_GROUP):
            raise AccessError(
                self.env._(
                    "Only a compliance officer can pseudonymise a person in the "
                    "register. Ask one of them."
                )
            )
        contact.ensure_one()
        contact.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Enter the reason; the log shows it."))
        return reason

    @api.model
    def _lines(self, contact, companies):
        """The gifts of ``companies`` that name ``contact``: recipient or customer."""
        return (
            self.env["customer.gift"]
            .sudo()
            .search(
                [
                    ("company_id", "in", companies.ids),
                    "|",
                    ("contact_id", "=", contact.id),
                    ("partner_id", "=", contact.id),
                ]
            )
        )

    @api.model
    def _kept_until(self, lines):
        """The last day until which one of ``lines`` must be kept, None if past."""
        days = [day for day in lines.mapped("keep_until") if day]
        until = max(days, default=None)
        return until if until and until >= fields.Date.context_today(self) else None

    @api.model
    def _refuse_unfit(self, contact, lines):
        if contact.is_company:
            raise UserError(
                self.env._(
                    "%s is a company. Only a person can be pseudonymised: a contact of "
                    "a customer, or a customer who is a private person.",
                    contact.display_name,
                )
            )
        waiting = lines.filtered(
            lambda gift: gift.state in ("proposed", "approved", "ordered")
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%(count)s gifts to %(name)s are still in progress. Cancel or "
                    "complete them first.",
                    count=len(waiting),
                    name=contact.display_name,
                )
            )
        # the same sentence, whether there is nothing at all or nothing here
        if not lines:
            raise UserError(
                self.env._(
                    "%s is not in any gift of your companies, so there is nothing to "
                    "do.",
                    contact.display_name,
                )
            )

    @api.model
    def _make(self, contact, lines, reason):
        """Replace ``contact`` in ``lines`` and seal them again; returns the log."""
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
        intact = seals._intact(lines)
        log._replace(contact.sudo(), lines)
        seals._forget_salts(lines)
        self.env.invalidate_all()
        seals._seal(intact, "pseudonym")
        self.env.invalidate_all()
        return log.with_env(self.env)


class CustomerGift(models.Model):
    _inherit = "customer.gift"

    pseudonym_id = fields.Many2one(
        "customer.gift.pseudonym",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
