from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COMPLIANCE_GROUP
from ...tools.notification import notification
from .customer_gift_register import REGISTER, REGISTER_KEY

WAITING = "waiting"


class CustomerGiftPseudonymRequest(models.Model):
    """That a compliance officer asks to pseudonymise a person before *Keep Until*.

    A second officer, with access to the same companies, confirms or refuses it.
    Requests stay; once decided, they no longer say who the person was.
    """

    _name = "customer.gift.pseudonym.request"
    _description = "Request for a Pseudonym"
    _inherit = "customer.tier.kept"
    _order = "id desc"
    _rec_name = "date"

    # Cleared with the decision; until then, the contact must stay
    contact_id = fields.Many2one(
        "res.partner", string="Person", readonly=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="Asked On", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    keep_until = fields.Date(
        readonly=True, help="The last day until which one of the entries must be kept."
    )
    gift_ids = fields.Many2many(
        "customer.gift",
        "customer_gift_pseudonym_request_rel",
        "request_id",
        "gift_id",
        string="Entries",
        readonly=True,
    )
    # Companies of the entries: who decides must have access to all of them
    company_ids = fields.Many2many(
        "res.company",
        "customer_gift_pseudonym_request_company_rel",
        "request_id",
        "company_id",
        readonly=True,
    )
    state = fields.Selection(
        [
            (WAITING, "Waiting"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default=WAITING,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True)
    pseudonym_id = fields.Many2one(
        "customer.gift.pseudonym", readonly=True, ondelete="restrict"
    )
    own = fields.Boolean(compute="_compute_own")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_own(self):
        for request in self:
            request.own = request.user_id == self.env.user

    def _may_change(self):
        return self.env.context.get(REGISTER_KEY) is REGISTER

    def _why_kept(self):
        return self.env._(
            "A request for a pseudonym can be neither changed nor deleted."
        )

    # ------------------------------------------------------------ asking

    @api.model
    def _ask(self, contact, reason):
        """Keep that the user asks to pseudonymise ``contact``; returns the request."""
        pseudonyms = self.env["customer.gift.pseudonym"]
        reason = pseudonyms._check_may_pseudonymise(contact, reason)
        lines = pseudonyms._lines(contact, self.env.user.company_ids)
        pseudonyms._refuse_unfit(contact, lines)
        self._refuse_second(lines)
        request = self.sudo().create(
            {
                "contact_id": contact.id,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "reason": reason,
                "keep_until": pseudonyms._kept_until(lines),
                "gift_ids": lines.ids,
                "company_ids": lines.company_id.ids,
            }
        )
        return request.with_env(self.env)

    @api.model
    def _refuse_second(self, lines):
        waiting = self.sudo().search(
            [("gift_ids", "in", lines.ids), ("state", "=", WAITING)], limit=1
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%s has already asked for this. Another compliance officer can "
                    "confirm or refuse it under “Pseudonym Requests”.",
                    waiting.user_id.name,
                )
            )

    # ------------------------------------------------------------ deciding

    def action_confirm(self):
        """Pseudonymise the person; the officer who asked cannot do it."""
        self._check_may_decide()
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You asked for this yourself. Another compliance officer must "
                    "confirm it."
                )
            )
        request = self.sudo()
        contact = request.contact_id
        pseudonyms = self.env["customer.gift.pseudonym"]
        lines = pseudonyms._lines(contact, request.company_ids)
        if lines != request.gift_ids:
            raise UserError(
                self.env._(
                    "The entries of this person have changed since the request. Refuse "
                    "it and ask again."
                )
            )
        pseudonyms._refuse_unfit(contact, lines)
        # first, as the person must not be found in a request that is decided
        request._decide("confirmed")
        log = pseudonyms._make(contact, lines, request.reason)
        request._as_decided().write({"pseudonym_id": log.id})
        return log._told()

    def action_refuse(self):
        """Refuse the request; whoever asked can take it back in this way."""
        self._check_may_decide()
        self.sudo()._decide("refused")
        return notification(
            self.env._("The request is refused. Nothing was replaced."), "warning"
        )

    def _check_may_decide(self):
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.has_group(COMPLIANCE_GROUP) or self.sudo().company_ids - (
            user.company_ids
        ):
            raise AccessError(
                self.env._(
                    "Only a compliance officer of all companies concerned can decide "
                    "this."
                )
            )
        # of two who decide at the same time, the second one gets an error
        self.sudo().lock_for_update()
        if self.state != WAITING:
            raise UserError(self.env._("This request is decided already."))

    def _decide(self, state):
        self._as_decided().write(
            {
                "state": state,
                "contact_id": False,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _as_decided(self):
        return self.with_context(**{REGISTER_KEY: REGISTER})


class CustomerGiftPseudonym(models.Model):
    _inherit = "customer.gift.pseudonym"

    def _told(self):
        """The action that says what was replaced, and opens the log."""
        return notification(
            self.env._(
                "%(name)s: %(lines)s entries changed, the name replaced in %(places)s "
                "places of their texts, messages, activities and file names. Look "
                "through what files and images contain.",
                name=self.name,
                lines=self.line_count,
                places=self.replaced_count,
            ),
            action=self.env["ir.actions.act_window"]._for_xml_id(
                "customer_tiering.customer_gift_pseudonym_action"
            ),
        )
