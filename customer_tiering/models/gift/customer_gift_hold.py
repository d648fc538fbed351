from odoo import models
from odoo.exceptions import UserError

from ...gifting import flow
from .customer_gift_flow import NOT_HELD


class CustomerGift(models.Model):
    """Gifts are held and released for a reason, and both stay on record."""

    _inherit = "customer.gift"

    def action_hold(self, reason=None):
        """Put these gifts on hold until somebody releases them; asks for a reason."""
        self.check_access("write")
        if reason is None:
            return self._ask_hold_reason("hold")
        reason = self._said(reason)
        # not those that are held already: their reason is somebody else's
        open_ones = self.filtered(
            lambda gift: gift.state not in flow.SETTLED and not gift.held
        )
        open_ones._set_aside(
            dict.fromkeys(open_ones, reason), held_by_id=self.env.user.id
        )
        self._log_hold(
            open_ones,
            self.env._(
                "%(user)s put it on hold: %(reason)s",
                user=self.env.user.name,
                reason=reason,
            ),
        )
        return True

    def action_release(self, reason=None):
        """Release gifts from their hold; approval checks them again.

        For a manager, the compliance officer, and whoever held the gifts.
        """
        held = self.filtered("held")
        if self._roles().isdisjoint(flow.RELEASE) and not (
            held and held.held_by_id == self.env.user and all(map(_by_person, held))
        ):
            raise self._not_allowed()
        self.check_access("write")
        if reason is None:
            return self._ask_hold_reason("release")
        reason = self._said(reason)
        for hold_reason, gifts in held.grouped("hold_reason").items():
            self._log_hold(
                gifts,
                self.env._(
                    "%(user)s released it: %(reason)s It was on hold: %(hold)s",
                    user=self.env.user.name,
                    reason=reason,
                    hold=hold_reason or "–",
                ),
            )
        held._engine().write(NOT_HELD)
        return True

    def _said(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Enter the reason."))
        return reason

    def _log_hold(self, gifts, body):
        # the record is kept for whoever may act, also on the gift of a colleague
        gifts.sudo()._message_log_batch(bodies={gift.id: body for gift in gifts})

    def _ask_hold_reason(self, kind):
        names = {
            "hold": self.env._("Put on Hold"),
            "release": self.env._("Release from Hold"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[kind],
            "res_model": "customer.gift.hold",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_gift_ids": self.ids, "default_kind": kind},
        }


def _by_person(gift):
    return bool(gift.held_by_id)
