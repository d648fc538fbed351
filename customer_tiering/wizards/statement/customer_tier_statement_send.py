from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.statement.customer_tier_statement import DRAFT, QUEUED
from ...tools.groups import USER_GROUP
from ...tools.notification import notification
from ..standing.customer_tier_chosen import chosen_customers

# drafts are made while the user waits; what is sent goes through the queue
MOST_DRAFTS = 500
# customers named per reason
NAMED = 5


class CustomerTierStatementSend(models.TransientModel):
    """Send statements to chosen customers or to all of some tiers, after a preview."""

    _name = "customer.tier.statement.send"
    _inherit = "customer.tier.chosen"
    _description = "Send Statements"

    whom = fields.Selection(
        [("chosen", "Chosen customers"), ("tiers", "All customers of some tiers")],
        string="Send to",
        required=True,
        default=lambda self: "chosen" if chosen_customers(self.env) else "tiers",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        context={"active_test": False},
        default=lambda self: chosen_customers(self.env),
    )
    ladder_ids = fields.Many2many("customer.tier", compute="_compute_ladder_ids")
    tier_ids = fields.Many2many("customer.tier", string="Tiers")
    fallen = fields.Boolean(
        string="Also after a Fall",
        help="Customers who fell to a lower tier in the last 90 days get no statement "
        "unless you choose it here.",
    )
    send_count = fields.Integer(string="Statements", compute="_compute_preview")
    left_out = fields.Text(compute="_compute_preview")

    @api.depends("scheme_id")
    def _compute_ladder_ids(self):
        for wizard in self:
            wizard.ladder_ids = wizard.scheme_id.rule_ids.tier_id._may_be_told()

    @api.depends("scheme_id", "whom", "partner_ids", "tier_ids", "fallen")
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for wizard in self:
            reached = wizard._reached() if wizard.scheme_id else []
            wizard.send_count = sum(not one.reason for one in reached)
            wizard.left_out = wizard._left_out(reached)

    def _customers(self):
        """The customers that are asked for, left out or not."""
        self.ensure_one()
        if self.whom == "chosen":
            return self.partner_ids._origin.commercial_partner_id
        return (
            self.env["customer.tier.standing"]
            .search(
                [
                    ("scheme_id", "=", self.scheme_id._origin.id),
                    ("tier_id", "in", self.tier_ids._origin.ids),
                ]
            )
            .partner_id
        )

    def _reached(self):
        """A `Reached` per customer; see who may ask."""
        if not self.env.user.has_group(USER_GROUP):
            raise AccessError(
                self.env._("You are not allowed to send statements to customers.")
            )
        scheme = self.scheme_id._origin
        scheme.check_access("read")
        customers = self._customers()
        customers.check_access("read")
        return self.env["customer.tier.statement"]._reach(
            scheme.sudo(), customers, self.fallen
        )

    def _left_out(self, reached):
        """A row per reason: how many, and the names of a few of them."""
        counts = Counter(one.reason for one in reached if one.reason)
        rows = []
        for reason, text in self.env["customer.tier.statement"]._reasons().items():
            if not counts[reason]:
                continue
            ids = [one.customer_id for one in reached if one.reason == reason]
            names = self.env["res.partner"].browse(ids[:NAMED]).mapped("display_name")
            if len(ids) > NAMED:
                names.append("…")
            rows.append(
                self.env._(
                    "%(count)s: %(reason)s (%(names)s)",
                    count=counts[reason],
                    reason=text,
                    names=", ".join(names),
                )
            )
        return "\n".join(rows) or False

    # ------------------------------------------------------------ buttons

    def action_send(self):
        """Queue the statements; they are made and mailed in batches."""
        made = self._open(QUEUED)
        self.env["customer.tier.statement"]._send_soon()
        return notification(
            self.env._(
                "%s statements are on their way. Under Statements you see how far they "
                "are.",
                len(made),
            ),
            action={"type": "ir.actions.act_window_close"},
        )

    def action_draft(self):
        """Make the statements, to look at before they are sent."""
        made = self._open(DRAFT)
        made._make()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_statement_action"
        )
        return {**action, "domain": [("id", "in", made.ids)], "context": {}}

    def _open(self, state):
        self.ensure_one()
        reached = self._reached()
        count = sum(not one.reason for one in reached)
        if not count:
            raise UserError(
                self.env._(
                    "Nobody is left to get a statement. Below “Left Out” you see why."
                )
            )
        if state == DRAFT and count > MOST_DRAFTS:
            raise UserError(
                self.env._(
                    "These are %(count)s customers. Make drafts for at most %(most)s "
                    "at a time, or send the statements at once.",
                    count=count,
                    most=MOST_DRAFTS,
                )
            )
        return self.env["customer.tier.statement"]._open_for(
            self.scheme_id.sudo(), reached, state
        )
