from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...gifting import flow
from ...tools.groups import COMPLIANCE_GROUP, MANAGER_GROUP
from ...tools.notification import notification
from .customer_gift_change import NOT_APPROVED

# the roles of `gifting.flow`, by the group that gives them
ROLES = {flow.MANAGER: MANAGER_GROUP, flow.COMPLIANCE: COMPLIANCE_GROUP}
NOT_HELD = {
    "held": False,
    "hold_reason": False,
    "held_by_id": False,
    "held_by_policy": False,
}
BUTTONS = {
    flow.PROPOSED: "action_reset",
    flow.APPROVED: "action_approve",
    flow.ORDERED: "action_order",
    flow.GIVEN: "action_give",
    flow.DECLINED: "action_decline",
    flow.RETURNED: "action_return",
    flow.CANCELLED: "action_cancel",
}


class CustomerGift(models.Model):
    """Make the moves of `gifting.flow`, with one gift or with thousands at once.

    Gifts that cannot make the move are put on hold with the reason, and the others go
    on. For a single gift the reason is raised instead, and nothing is written.
    """

    _inherit = "customer.gift"

    # ---------------------------------------------------------------- buttons

    def action_approve(self):
        return self._advance(flow.MOVES[flow.APPROVED])

    def action_order(self):
        return self._advance(flow.MOVES[flow.ORDERED])

    def action_give(self):
        """Mark as given: checks the evidence and enters the gift in the register."""
        return self._advance(flow.MOVES[flow.GIVEN])

    def action_ask_give(self):
        """Ask for the day and the recipient, before the gift is entered for good."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gift Given"),
            "res_model": "customer.gift.give",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_gift_id": self.id},
        }

    def action_decline(self):
        """The recipient did not want it, or was not allowed to take it."""
        return self._advance(flow.MOVES[flow.DECLINED])

    def action_return(self):
        """It could not be delivered, or the recipient sent it back."""
        return self._advance(flow.MOVES[flow.RETURNED])

    def action_cancel(self):
        return self._advance(flow.MOVES[flow.CANCELLED])

    def action_reset(self):
        """Set back to proposed, so that it can be changed and approved again."""
        return self._advance(flow.MOVES[flow.PROPOSED])

    def _go_to(self, state):
        """Do what the button for ``state`` does: a card was dragged to that column."""
        for gift in self:
            if gift.state != state:
                getattr(gift, BUTTONS[state])()

    def _refuse_drag(self, state):
        """A dragged card asks nothing, so it cannot end in the register."""
        moved = self.filtered(lambda gift: gift.state != state)
        if state in flow.END and moved:
            raise UserError(
                self.env._(
                    "What happened to a gift is entered in the register for good. Open "
                    "the gift to %(customer)s and use its buttons.",
                    customer=moved[0].partner_id.display_name,
                )
            )

    # ---------------------------------------------------------------- the move

    def _make(self, move):
        """Make ``move`` with all of these gifts, or raise a UserError.

        The verdict of the policy comes before, see `_judge`. Ends a hold.
        """
        self._check_may_when_approved(move)
        withdrawn = self._approvals() if move.to == flow.PROPOSED else {}
        self._engine()._set_day(move)
        if flow.BUDGET in move.demands:
            self._reserve_budget()
        if flow.EVIDENCE in move.demands:
            self._check_evidence()
        self._engine().write(
            {
                "state": move.to,
                **NOT_HELD,
                **self._approval(move),
            }
        )
        if move.to == flow.APPROVED:
            self._keep_approved_cost()
        self._tell_approvers(
            withdrawn,
            self.env._("%(user)s set it back to proposed.", user=self.env.user.name),
        )
        if move.to in flow.END:
            self._enter_register()

    def _check_may_when_approved(self, move):
        roles = self._roles()
        if not all(flow.may_make_from(move, gift.state, roles) for gift in self):
            raise UserError(
                self.env._(
                    "Only a manager can cancel an approved gift. Put it on hold and "
                    "give the reason."
                )
            )

    def _set_day(self, move):
        """The day of a gift that is given is the day it was handed over."""
        if move.to == flow.GIVEN:
            today = fields.Date.context_today(self)
            for day, gifts in self.grouped(lambda g: g.delivered_on or today).items():
                gifts.write({"delivered_on": day, "date": day})

    def _approval(self, move):
        """Values that set who approved the gift and when, or clear them."""
        if move.to == flow.APPROVED:
            now = fields.Datetime.now()
            return {"approver_id": self.env.uid, "approved_on": now}
        if move.to == flow.PROPOSED:
            return NOT_APPROVED
        return {}

    def _keep_approved_cost(self):
        """Keep the cost that the approver saw, with one statement for all gifts."""
        self.flush_recordset(["cost", "approved_cost"])
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift SET approved_cost = cost WHERE id = ANY(%s)",
                self.ids,
            )
        )
        self.invalidate_recordset(["approved_cost"], flush=False)

    # ---------------------------------------------------------------- in bulk

    def _advance(self, move):
        """Make ``move`` with all gifts that can; put the others on hold."""
        self._check_may(move)
        self.check_access("write")
        self._check_plans_open(move)
        able = self.filtered(lambda g: not flow.obstacle(move, g.state, g.held))
        if not able:
            self._say_why_not(move)
        # a fixed order, best tier first: it decides who gets the last of a budget
        able = able.sorted(lambda g: (g.tier_id.sequence, g.tier_id.id, g.id))._engine()
        judged = able._judge() if flow.VERDICT in move.demands else {}
        rest = able.filtered(lambda g: g not in judged)
        failed = rest._each_that_can(move)
        refused = judged | failed
        if len(self) == 1:
            for reason in refused.values():
                raise UserError(reason)
            return True
        able._set_aside(judged, held_by_policy=True)
        able._set_aside(failed)
        return self._tell(move, len(able) - len(refused), refused, self - able)

    def _judge(self):
        """``{gift: reason}`` for the gifts that the user cannot approve now."""
        refused = {}
        for gift in self:
            if not gift.partner_id.active:
                refused[gift] = self.env._(
                    "%(customer)s is archived.", customer=gift.partner_id.name
                )
            elif problem := gift._gift_product_problem():
                refused[gift] = problem
        judged = self.filtered(lambda gift: gift not in refused)
        return refused | {
            # the reason is shown on the gift, so its name is not repeated
            gift: str(error).removeprefix(f"{gift.display_name}: ")
            for gift, error in judged._refused_approvals().items()
        }

    def _each_that_can(self, move):
        """Make ``move`` with all gifts that can; return the others, each with a reason.

        An error does not say which of the gifts it is about. They are found by
        bisection, so few refusals cost few attempts.
        """
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                self._make(move)
            return {}
        except UserError as error:
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                return {self: str(error)}
        half = len(self) // 2
        first = self[:half]._each_that_can(move)
        return first | self[half:]._each_that_can(move)

    def _set_aside(self, reasons, **by):
        """Put gifts on hold: ``{gift: reason}``, with one write for each reason.

        ``by``: values that say who or what holds them.
        """
        held = defaultdict(lambda: self.env["customer.gift"])
        for gift, reason in reasons.items():
            held[reason] |= gift
        for reason, gifts in held.items():
            gifts._engine().write(
                {**NOT_HELD, "held": True, "hold_reason": reason, **by}
            )

    # ---------------------------------------------------------------- who, and when

    def _roles(self):
        """Roles of `gifting.flow` that the user has; all of them in superuser mode."""
        user = self.env.user
        return {
            role
            for role, group in ROLES.items()
            if self.env.su or user.has_group(group)
        }

    def _check_may(self, move):
        """Raise AccessError unless the user, or a deputy, may make ``move``."""
        roles = self._roles()
        if flow.may_make(move, roles):
            return
        deputies = self.env["customer.gift.delegation"]
        # only asked if it matters: it is a query
        deputy = move.deputy and bool(deputies._deputy_for(self.env.user))
        if not flow.may_make(move, roles, deputy):
            raise self._not_allowed()

    def _not_allowed(self):
        return AccessError(
            self.env._(
                "Only a manager of Customer Tiers or the compliance officer can "
                "decide on gifts. Ask one of them."
            )
        )

    def _check_plans_open(self, move):
        for plan in self.plan_id:
            obstacle = flow.plan_obstacle(move, plan.state)
            if obstacle == flow.PLAN_CLOSED:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is closed, so its gifts cannot change. A manager "
                        "can reopen it.",
                        plan=plan.name,
                    )
                )
            if obstacle == flow.PLAN_IS_DRAFT:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is a draft. Review it and click “Open”; then its "
                        "gifts can be approved.",
                        plan=plan.name,
                    )
                )

    def _say_why_not(self, move):
        """Raise a UserError: why the first of these gifts cannot make ``move``."""
        gift = self[:1]
        if flow.obstacle(move, gift.state, gift.held) == flow.ON_HOLD:
            raise UserError(
                self.env._(
                    "The gift to %(customer)s is on hold: %(reason)s Release it first.",
                    customer=gift.partner_id.display_name,
                    reason=gift.hold_reason or "",
                )
            )
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "The gift to %(customer)s is “%(state)s”; only a gift that is "
                "%(before)s can become “%(after)s”.",
                customer=gift.partner_id.display_name,
                state=labels.get(gift.state),
                before=" / ".join(f"“{labels[before]}”" for before in move.origins),
                after=labels[move.to],
            )
        )

    def _tell(self, move, done, refused, left):
        """Notification: what was done and what is on hold."""
        label = dict(self._fields["state"]._description_selection(self.env))[move.to]
        sentences = [self.env._("%(count)s gifts: %(state)s.", count=done, state=label)]
        if refused:
            sentences.append(
                self.env._("%(count)s put on hold, see “On Hold”.", count=len(refused))
            )
        if left:
            sentences.append(
                self.env._(
                    "%(count)s unchanged: they are on hold or in another state.",
                    count=len(left),
                )
            )
        return notification(" ".join(sentences), "warning" if refused else "success")
