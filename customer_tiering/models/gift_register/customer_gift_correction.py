from odoo import models
from odoo.exceptions import UserError

from ...gifting.flow import END

# what a corrected line takes over although a copy would not
KEPT = (
    "state",
    "approver_id",
    "approved_on",
    "severity",
    "findings",
    "delivered_on",
    "courier",
    "tracking_number",
    "proof",
    "result_note",
    "move_id",
    "received_use",
)
# who was made unrecognisable stays so
UNRECOGNISABLE = ("recipient_name", "pseudonym_id")


class CustomerGift(models.Model):
    """A line of the register is corrected by a line that takes its place."""

    _inherit = "customer.gift"

    def action_correct(self):
        """Open the form for a line that takes the place of this one."""
        self.ensure_one()
        self._refuse_correction()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_entry_action"
        )
        action["name"] = self.env._("Correct %s", self.number)
        action["context"] = {"default_corrects_id": self.id}
        return action

    def action_view_corrections(self):
        """All lines of this gift, the first and those that took its place."""
        self.ensure_one()
        self.check_access("read")
        lines = first = self.sudo()
        while first.corrects_id:
            first = first.corrects_id
        lines = step = first
        while step.correction_ids:
            step = step.correction_ids
            lines += step
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_register_action"
        )
        return action | {
            "domain": [("id", "in", lines.ids)],
            "context": {"create": False},
        }

    def _refuse_correction(self):
        self.check_access("write")
        if self.state not in END:
            raise UserError(
                self.env._(
                    "The gift to %(customer)s is not in the register yet. Change the "
                    "gift itself instead.",
                    customer=self.partner_id.display_name,
                )
            )
        latest = self.sudo().correction_ids[:1]
        if latest:
            raise UserError(
                self.env._(
                    "“%(number)s” already replaces “%(old)s”. Correct that one.",
                    number=latest.number,
                    old=self.number,
                )
            )

    def _correct(self, values, reason):
        """The line that takes the place of this one, with other ``values``."""
        self.ensure_one()
        # two who correct at once: the second is told
        self.lock_for_update()
        self._refuse_correction()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Enter why “%s” is corrected; the register shows the reason.",
                    self.number,
                )
            )
        taken = {}
        unrecognisable = self.pseudonym_id and not values.get("contact_id")
        for name in KEPT + (UNRECOGNISABLE if unrecognisable else ()):
            value = self[name]
            taken[name] = value.id if isinstance(value, models.BaseModel) else value
        correction = (
            self.sudo()
            ._as_register()
            .create(
                self.copy_data()[0]
                | taken
                | values
                | {"corrects_id": self.id, "correction_reason": reason.strip()}
            )
        )
        if self.after_the_fact:
            # nobody approved it, so nobody was shown a verdict to be kept
            correction._check_policy()
        correction._enter_register(after_the_fact=self.after_the_fact)
        correction = correction.with_env(self.env)
        # nobody moves a line to where he may not enter one
        correction.check_access("create")
        return correction
