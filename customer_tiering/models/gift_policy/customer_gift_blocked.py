from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ...gifting.policy import APPROVE, COMPLIANCE, SEVERITIES
from ...tools.groups import COMPLIANCE_GROUP
from ...tools.notification import notification
from ..gift.customer_gift_flow import NOT_HELD


class CustomerGift(models.Model):
    """What can be done about a gift that the policy does not let through."""

    _inherit = "customer.gift"

    def _lift_policy_hold(self):
        """Release the gifts that the policy held and has nothing to ask about any more.

        The approval judges them once more; a hold by a person stays.
        """
        lifted = self.sudo().filtered(
            lambda gift: (
                gift.held
                and gift.held_by_policy
                and SEVERITIES.index(gift.severity) < APPROVE
            )
        )
        if not lifted:
            return
        lifted._engine().write(NOT_HELD)
        body = self.env._(
            "No longer on hold: after the change, the policy asks for nothing."
        )
        lifted._message_log_batch(bodies={gift.id: body for gift in lifted})

    def _left_open(self, names, old):
        """Not a recipient who makes the policy ask for more than was shown."""
        left_open = super()._left_open(names, old)
        if left_open and self.direction == "given":
            _severity, findings = self._verdicts().get(self.sudo(), ("none", None))
            shown = self.sudo()
            if shown._not_shown(findings) or shown._beyond_what_was_shown(findings):
                return set()
        return left_open

    # ---------------------------------------------------------------- asking

    def action_ask_compliance(self):
        """Ask the compliance officers to decide on this gift; says who was asked."""
        self.ensure_one()
        self.check_access("write")
        officers = self._compliance_officers()
        if not officers:
            raise UserError(
                self.env._(
                    "%(company)s has no compliance officer. Ask an administrator to "
                    "name one in the settings of users.",
                    company=self.sudo().company_id.name,
                )
            )
        lines = [
            line
            for line in self.sudo().findings or []
            if line["severity"] == "block" or line["approver"] == COMPLIANCE
        ]
        for officer in officers - self.sudo().activity_ids.user_id:
            told = self.with_context(lang=officer.lang)
            told.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=officer.id,
                summary=told.env._("Decide on this gift"),
                note=Markup("<p>%s</p><p>%s</p>")
                % (
                    told.env._("%s asks for your decision.", self.env.user.name),
                    told._told(lines),
                ),
            )
        return notification(
            self.env._("Asked for a decision: %s", ", ".join(officers.mapped("name"))),
            "success",
            action={"type": "ir.actions.client", "tag": "soft_reload"},
        )

    def _compliance_officers(self):
        """Users who decide as compliance officers in the company of this gift."""
        officers = self.env.ref(COMPLIANCE_GROUP).sudo().all_user_ids
        company = self.sudo().company_id
        return officers.filtered(
            lambda user: user.active and company in user.company_ids
        )
