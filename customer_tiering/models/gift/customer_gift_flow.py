from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COMPLIANCE_GROUP, MANAGER_GROUP
from .customer_gift import END

# to which state a gift goes from which
MOVES = {
    "proposed": ("approved", "cancelled"),
    "approved": ("proposed",),
    "ordered": ("approved",),
    "given": ("approved", "ordered"),
    "declined": ("approved", "ordered"),
    "returned": ("approved", "ordered"),
    "cancelled": ("proposed", "approved", "ordered"),
}
# state -> groups that take a gift there; without an entry, whoever may write it
WHO = {
    "proposed": (MANAGER_GROUP, COMPLIANCE_GROUP),
    "approved": (MANAGER_GROUP, COMPLIANCE_GROUP),
    "ordered": (MANAGER_GROUP,),
}
BUTTONS = {
    "proposed": "action_reset",
    "approved": "action_approve",
    "ordered": "action_order",
    "given": "action_give",
    "declined": "action_decline",
    "returned": "action_return",
    "cancelled": "action_cancel",
}
# what a held gift may do all the same
EVEN_HELD = ("proposed", "cancelled")


class CustomerGift(models.Model):
    """Proposed, approved, ordered, given: one at a time or thousands at once.

    What cannot go on is set aside with its reason, held, while the rest goes on. Of a
    single gift the reason is said at once and nothing is written.
    """

    _inherit = "customer.gift"

    # ---------------------------------------------------------------- buttons

    def action_approve(self):
        return self._advance("approved", type(self)._step_approve)

    def action_order(self):
        return self._advance("ordered", type(self)._step_order)

    def action_give(self):
        """Handed over: the day and the proof are asked for, the register closes it."""
        return self._advance("given", type(self)._step_give)

    def action_decline(self):
        """The recipient did not want it, or was not allowed to take it."""
        return self._advance("declined", type(self)._step_decline)

    def action_return(self):
        """It came back: undeliverable, or sent back by the recipient."""
        return self._advance("returned", type(self)._step_return)

    def action_cancel(self):
        return self._advance("cancelled", type(self)._step_cancel)

    def action_reset(self):
        """Back to proposed, to be changed and approved again."""
        return self._advance("proposed", type(self)._step_reset)

    def action_hold(self):
        """Set these aside until somebody releases them."""
        self.check_access("write")
        open_ones = self.filtered(lambda g: g.state not in (*END, "cancelled"))
        open_ones._set_aside(
            dict.fromkeys(
                open_ones,
                self.env._("Put on hold by %(user)s", user=self.env.user.name),
            )
        )

    def action_release(self):
        """Let held gifts go on; whatever held them is looked at again on approval."""
        self._check_may(WHO["approved"])
        self.check_access("write")
        self.filtered("held")._engine().write({"held": False, "hold_reason": False})

    def _go_to(self, state):
        """By the button that leads to ``state``: a card was dragged there."""
        for gift in self:
            if gift.state != state:
                getattr(gift, BUTTONS[state])()

    # ---------------------------------------------------------------- the steps

    def _step_approve(self):
        self._reserve_budget()
        self._write_state(
            "approved", approver_id=self.env.uid, approved_on=fields.Datetime.now()
        )

    def _step_order(self):
        self._write_state("ordered")

    def _step_give(self):
        today = fields.Date.context_today(self)
        for day, gifts in self.grouped(lambda g: g.delivered_on or today).items():
            gifts._engine().write({"delivered_on": day, "date": day})
        self._end("given")

    def _step_decline(self):
        self._end("declined")

    def _step_return(self):
        self._end("returned")

    def _step_cancel(self):
        if not self._user_is(MANAGER_GROUP, COMPLIANCE_GROUP) and any(
            gift.state != "proposed" for gift in self
        ):
            raise UserError(
                self.env._(
                    "Only a manager can cancel an approved gift. Put it on hold and "
                    "give the reason."
                )
            )
        self._write_state("cancelled")

    def _step_reset(self):
        self._write_state("proposed", approver_id=False, approved_on=False)

    def _end(self, state):
        self._check_evidence()
        self._write_state(state)
        self._enter_register()

    def _write_state(self, state, **values):
        """Also lets go of what held it: it has been looked at."""
        self._engine().write(
            {"state": state, "held": False, "hold_reason": False, **values}
        )

    # ---------------------------------------------------------------- in bulk

    def _advance(self, state, step):
        """Take all that can to ``state`` by ``step``; set the others aside."""
        self._check_may(WHO.get(state), approving=state == "approved")
        self.check_access("write")
        self._check_plans_open(state)
        able = self.filtered(
            lambda g: g.state in MOVES[state] and (not g.held or state in EVEN_HELD)
        )
        if not able:
            self._say_why_not(state)
        # the same order every time: of the best tier first, who gets the last of it
        able = able.sorted(lambda g: (g.tier_id.sequence, g.tier_id.id, g.id))._engine()
        refused = able._judge() if state == "approved" else {}
        rest = able.filtered(lambda g: g not in refused)
        refused |= rest._each_that_can(step)
        if len(self) == 1:
            for reason in refused.values():
                raise UserError(reason)
            return True
        able._set_aside(refused)
        return self._tell(state, len(able) - len(refused), refused, self - able)

    def _judge(self):
        """Those that this user cannot approve now, each with its reason."""
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
            # beside the gift nobody needs to read whose it is
            gift: str(error).removeprefix(f"{gift.display_name}: ")
            for gift, error in judged._refused_approvals().items()
        }

    def _each_that_can(self, step):
        """Do ``step`` with all that it takes; the others, each with its reason.

        A step refuses with a sentence, not saying for which of them. So the refused
        are looked for by halves: few of them cost few tries.
        """
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                step(self)
            return {}
        except UserError as error:
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                return {self: str(error)}
        half = len(self) // 2
        first = self[:half]._each_that_can(step)
        return first | self[half:]._each_that_can(step)

    def _set_aside(self, reasons):
        """Hold these, ``{gift: reason}``; one write for each reason."""
        held = defaultdict(lambda: self.env["customer.gift"])
        for gift, reason in reasons.items():
            held[reason] |= gift
        for reason, gifts in held.items():
            gifts._engine().write({"held": True, "hold_reason": reason})

    # ---------------------------------------------------------------- who, and when

    def _user_is(self, *groups):
        return self.env.su or any(self.env.user.has_group(group) for group in groups)

    def _check_may(self, groups, approving=False):
        """Refuse who is in none of ``groups``; a deputy may approve, and no more."""
        if not groups or self._user_is(*groups):
            return
        deputies = self.env["customer.gift.delegation"]
        if not (approving and deputies._deputy_for(self.env.user)):
            raise AccessError(
                self.env._(
                    "Only a manager of Customer Tiers or the compliance officer can "
                    "decide on gifts. Ask one of them."
                )
            )

    def _check_plans_open(self, state):
        for plan in self.plan_id:
            if plan.state == "closed":
                raise UserError(
                    self.env._(
                        "“%(plan)s” is closed, so its gifts cannot change. A manager "
                        "can reopen it.",
                        plan=plan.name,
                    )
                )
            if plan.state == "draft" and state not in EVEN_HELD:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is a draft. Review it and click “Open”; then its "
                        "gifts can be approved.",
                        plan=plan.name,
                    )
                )

    def _say_why_not(self, state):
        """None of these can go to ``state``: why not, of the first."""
        gift = self[:1]
        if gift.held and gift.state in MOVES[state]:
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
                before=" / ".join(f"“{labels[before]}”" for before in MOVES[state]),
                after=labels[state],
            )
        )

    def _tell(self, state, done, refused, left):
        """How it went, and the way to those that were set aside."""
        label = dict(self._fields["state"]._description_selection(self.env))[state]
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
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
