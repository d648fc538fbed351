from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import MANAGER_GROUP

# so often has a playbook to be of no use before it is paused for a customer
PAUSED_AFTER = 3


class CustomerPlaybookPlay(models.Model):
    """One use of a playbook with one customer: a line of the ledger.

    Only the engine writes plays, mostly by SQL. The occurrence says what opened it; the
    same one of the same customer never opens a second play of the playbook.
    """

    _name = "customer.playbook.play"
    _description = "Play"
    _order = "opened_at desc, id desc"
    _needs_tiers = True
    _rec_name = "partner_id"

    playbook_id = fields.Many2one(
        "customer.playbook", required=True, ondelete="cascade", readonly=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True, index=True
    )
    # No UNIQUE and no CHECK on the customer: they would make merges fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    occurrence = fields.Char(
        string="Occurrence Key",
        required=True,
        readonly=True,
        help="What opened the play, as a key.",
    )
    # Empty if it is the customer: their number changes when contacts are merged
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    tier_id = fields.Many2one(
        "customer.tier",
        string="Tier When Opened",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    was_falling = fields.Boolean(readonly=True)
    due_since = fields.Date(readonly=True)
    opened_on = fields.Date(readonly=True)
    opened_at = fields.Datetime(string="Opened", readonly=True)
    closed_on = fields.Date(readonly=True)
    outcome = fields.Selection(
        [
            ("goal", "Goal reached"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("overtaken", "Overtaken"),
            ("merged", "Merged"),
            ("not_useful", "Not useful"),
            ("measured", "Comparison over"),
        ],
        readonly=True,
        help="Overtaken: what opened the play is over, or nobody worked on it in time. "
        "Merged: the contacts were merged, and an older play goes on. Comparison over: "
        "the customer was left alone for comparison, and the time is over.",
    )
    # empty if there was no draw
    drawn_percent = fields.Integer(string="Share of the Draw (%)", readonly=True)
    value_class = fields.Integer(
        readonly=True,
        help="Order of magnitude of the customer's revenue when the play was opened.",
    )
    # never NULL: every statement about open plays asks for it
    held_out = fields.Boolean(
        string="In Comparison Group",
        required=True,
        default=False,
        readonly=True,
        help="Drawn at random: nobody works on it, so that customers with the playbook "
        "can be compared with customers without.",
    )
    reason = fields.Char(string="Why", readonly=True)
    not_useful_reason = fields.Char(string="Not Useful Because", readonly=True)
    forgiven = fields.Boolean(
        readonly=True, help="No longer counts when the playbook is paused."
    )
    step_ids = fields.One2many("customer.playbook.play.step", "play_id", readonly=True)

    _occurrence_idx = models.Index("(playbook_id, partner_id, occurrence)")
    _open_idx = models.Index("(playbook_id) WHERE outcome IS NULL")

    def _document(self):
        """The record that the activities are on."""
        self.ensure_one()
        if self.res_model:
            return self.env[self.res_model].browse(self.res_id)
        return self.partner_id

    def _close(self, outcome, **values):
        """Close the plays; what is left of their steps is withdrawn."""
        for playbook, plays in self.grouped("playbook_id").items():
            plays.write({"outcome": outcome, "closed_on": playbook._today(), **values})
        self.step_ids._withdraw()

    def action_open_document(self):
        """Open what the play is about."""
        document = self._document()
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    def action_resume(self):
        """Let the playbook open plays again for customers it was paused for."""
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(self.env._("Only a manager can do this."))
        self.check_access("read")
        for play in self:
            self.sudo().search(
                [
                    ("playbook_id", "=", play.playbook_id.id),
                    ("partner_id", "=", play.partner_id.id),
                    ("outcome", "=", "not_useful"),
                ]
            ).forgiven = True

    @api.model
    def _close_merged(self, domain):
        """Of several open plays of a playbook and a customer, the oldest goes on."""
        several = self._read_group(
            [("outcome", "=", False), *domain],
            ["playbook_id", "partner_id"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        for _playbook, _partner, plays in several:
            plays.sorted(lambda play: (play.opened_at, play.id))[1:]._close("merged")

    def _not_useful(self, why):
        """Close as not useful, because of ``why``; UserError without a reason."""
        if not (why or "").strip():
            raise UserError(
                self.env._(
                    "Say in the feedback why this was not useful. It helps to make the "
                    "playbook better."
                )
            )
        self.step_ids.filtered(lambda step: step.state == "open").not_useful = 100
        self._close("not_useful", not_useful_reason=why.strip())

    def _why(self, standing):
        """Why the play was opened, in the language of ``standing``."""
        trigger = self.playbook_id._triggers().get(self.playbook_id.trigger)
        return trigger.reason(self, standing) if trigger else False

    def _add_step(self, step):
        """A further ``step``, to be planned."""
        playbook = self.playbook_id
        return self.step_ids.create(
            {
                "play_id": self.id,
                "company_id": self.company_id.id,
                "step_id": step.id,
                "user_id": self._responsible(step).id,
                "due": playbook._due_on(step, playbook._today()),
            }
        )

    def _responsible(self, step):
        """Who does ``step``: who is responsible now, else who was before."""
        playbook = self.playbook_id
        seller = self.partner_id.user_id
        if self.res_model or not self._works(seller):
            seller = self.user_id
        if step.responsible == "owner":
            return playbook.owner_id
        if step.responsible == "leader":
            members = self.env["crm.team.member"].search(
                [("user_id", "=", seller.id)], order="id", limit=1
            )
            leader = members.crm_team_id.user_id
            return leader if self._works(leader) else playbook.owner_id
        return seller if self._works(seller) else playbook.owner_id

    @api.model
    def _works(self, user):
        return bool(user) and user.active and not user.share
