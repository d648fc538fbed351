from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from . import steps


class CustomerTierEntitlement(models.Model):
    """The only way from one state to the next."""

    _inherit = "customer.tier.entitlement"

    def _answer(self, state, by, note=None, document=None, *, day=None, reason=None):
        """Put these entitlements in ``state``, and keep an answer that says so.

        The caller has checked the right to do it: this writes as the superuser.

        :param state: the new state, see `steps.STATES`
        :param by: ``salesperson``, ``portal``, ``event`` or ``system``
        :param note: text for the answer
        :param document: the record by which it is used, see `_selection_document`
        :param day: day of the step if it is not today, a ``date``
        :param reason: why the system did it, see the field of the answer
        :raise UserError: a state may not follow, or a use by hand has no evidence
        """
        answers = []
        for one in self.sudo():
            one._check_step(state)
            if state == steps.USED and by == "salesperson":
                one._check_evidence(note, document)
            answers.append(
                {
                    "entitlement_id": one.id,
                    "from_state": one.state,
                    "to_state": state,
                    "by": by,
                    "user_id": self.env.uid if by != "system" else False,
                    "reason": reason,
                    "note": note,
                }
            )
            late = state == steps.USED and one.state not in steps.OPEN
            one.write(one._step_values(state, day or one._today(), document))
            if late:
                one._withdraw_next()
        self.env["customer.tier.entitlement.answer"].sudo().create(answers)
        self._close_activities(state)

    def _step_values(self, state, day, document):
        self.ensure_one()
        values = {"state": state, "state_date": day}
        if document:
            values["document"] = f"{document._name},{document.id}"
        if state == steps.USED:
            line = self.benefit_id.line_ids.filtered(
                lambda line: line.tier_id == self.tier_id
            )
            unit_cost = line.unit_cost if line else self.unit_cost
            values["unit_cost"] = unit_cost
            values["cost"] = self.currency_id.round(self.quantity * unit_cost)
        elif self.state in (steps.USED, steps.ACCEPTED):
            values["cost"] = 0
            values["document"] = values.get("document", False)
        return values

    # ------------------------------------------------------------ checks

    def _may_become(self, state):
        """Whether ``state`` may follow, for callers who do not want an error."""
        self.ensure_one()
        if state not in steps.FOLLOWING[self.state]:
            return False
        reopens = state in steps.OPEN and self.state in steps.SETTLED
        over = self.date_to < self._today()
        return not reopens or not (over or self._open_ones())

    def _check_step(self, state):
        """UserError if ``state`` may not follow the current one."""
        self.ensure_one()
        names = dict(self._fields["state"]._description_selection(self.env))
        if state not in steps.FOLLOWING[self.state]:
            raise UserError(
                self.env._(
                    "“%(entitlement)s” is “%(before)s” and cannot become “%(after)s”.",
                    entitlement=self.display_name,
                    before=names[self.state],
                    after=names[state],
                )
            )
        if state in steps.OPEN and self.state in steps.SETTLED:
            self._check_reopen()

    def _check_reopen(self):
        """UserError if the period is over or the next one is open already."""
        if self.date_to < self._today():
            raise UserError(
                self.env._(
                    "The period of “%(entitlement)s” ended on %(day)s, so it cannot be "
                    "offered again. Offer the next one.",
                    entitlement=self.display_name,
                    day=format_date(self.env, self.date_to),
                )
            )
        if self._open_ones():
            raise UserError(
                self.env._(
                    "“%(entitlement)s” is open a second time already. Use that one.",
                    entitlement=self.display_name,
                )
            )

    def _check_evidence(self, note, document):
        if not (note or document or self.evidence_ids):
            raise UserError(
                self.env._(
                    "Say what was done for “%(entitlement)s”, or attach a file.",
                    entitlement=self.display_name,
                )
            )

    # ------------------------------------------------------------ what follows

    def _open_ones(self):
        """Open entitlements of this customer to this benefit."""
        self.ensure_one()
        return self.search(
            [
                ("benefit_id", "=", self.benefit_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "in", steps.OPEN),
            ]
        )

    def _withdraw_next(self):
        """The next one was made as if this one had not been used, but it was."""
        due = self._open_ones().filtered(lambda one: one.state == steps.DUE)
        if due:
            due._answer(steps.WITHDRAWN, "system", reason="late")

    def _close_activities(self, state):
        """What an activity asked for is done, or nobody needs to do it any more."""
        activities = self.sudo().activity_id.filtered("active")
        if state in (steps.LAPSED, steps.WITHDRAWN):
            activities.unlink()
        elif state != steps.DUE:
            activities.action_done()
