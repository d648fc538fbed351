from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...gifting.flow import END, GIVEN

# Fields that a correction keeps although a copy does not, as they are facts
KEPT = (
    "state",
    "delivered_on",
    "courier",
    "tracking_number",
    "proof",
    "result_note",
    "move_id",
    "received_use",
    "late_reason",
    "unusual_reason",
)
# and what was decided on the gift, as long as it is the same gift
DECIDED = (
    "approver_id",
    "approved_on",
    "approved_for_id",
    "approved_cost",
    "exception_reason",
    "severity",
    "findings",
    "policy_mode",
)
# what the budget allowed, as long as it is the same customer
ALLOWED = ("tier_id", "budget_line_id", "amount")
# a person who was pseudonymised stays pseudonymised
UNRECOGNISABLE = ("recipient_name", "pseudonym_id")
# What may be corrected without a new decision: notes, and what became of the gift.
# Anything else would let the approval of one gift cover another.
NOTES = {
    "state",
    "delivered_on",
    "courier",
    "tracking_number",
    "proof",
    "evidence_ids",
    "result_note",
    "conflict_note",
    "move_id",
    "received_use",
    "late_reason",
    "unusual_reason",
}


class CustomerGift(models.Model):
    """An entry of the register is corrected by a new entry that replaces it."""

    _inherit = "customer.gift"

    corrected_unapproved = fields.Boolean(
        string="Corrected without Approval",
        readonly=True,
        copy=False,
        help="The gift was approved, and then its entry was corrected in what had been "
        "approved.",
    )

    def action_correct(self):
        """Open the form for an entry that replaces this one."""
        self.ensure_one()
        self._refuse_correction()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_entry_action"
        )
        action["name"] = self.env._("Correct %s", self.number)
        action["context"] = {"default_corrects_id": self.id}
        return action

    def action_view_corrections(self):
        """Open all entries of this gift: the first one and its corrections."""
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
        """Create the entry that replaces this one, with ``values``; returns it.

        It keeps the approval and the verdict only if nothing changes that decides.
        Otherwise it is judged and budgeted as what it is now, and marked, and the
        approver is told.
        """
        self.ensure_one()
        # if two users correct at the same time, the second one gets an error
        self.lock_for_update()
        self._refuse_correction()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Enter why “%s” is corrected; the register shows the reason.",
                    self.number,
                )
            )
        self._refuse_other_direction(values)
        decides = self._changes_what_decides(values)
        lost = decides and bool(self.approver_id)
        taken = self._taken(KEPT if decides else KEPT + DECIDED)
        if not decides or self._same_customer(values):
            taken |= self._taken(ALLOWED)
        if self.pseudonym_id and not values.get("contact_id"):
            taken |= self._taken(UNRECOGNISABLE)
        correction = (
            self.sudo()
            ._as_register()
            .create(
                self.copy_data()[0]
                | taken
                | {"evidence_ids": [Command.set(self.sudo().evidence_ids.ids)]}
                | values
                | {
                    "corrects_id": self.id,
                    "correction_reason": reason.strip(),
                    "corrected_unapproved": lost or self.corrected_unapproved,
                }
            )
        )
        correction._take_requests_from(self)
        if decides:
            if not self.env.su:
                correction._ask_about_unusual()
            correction._check_policy()
            correction._note_budget()
        correction._enter_register(after_the_fact=self.after_the_fact)
        if lost:
            correction._tell_approver(self.approver_id, self.number)
        correction = correction.with_env(self.env)
        # users cannot move an entry to where they may not create one
        correction.check_access("create")
        return correction

    def _taken(self, names):
        taken = {}
        for name in names:
            value = self[name]
            taken[name] = value.id if isinstance(value, models.BaseModel) else value
        return taken

    def _refuse_other_direction(self, values):
        if values.get("direction", self.direction) == self.direction:
            return
        if self.direction == "received":
            text = self.env._(
                "“%s” is a gift that we received. It cannot become one that we gave: "
                "that one needs an entry of its own, which the policy judges.",
                self.number,
            )
        else:
            text = self.env._(
                "“%s” is a gift that we gave. It cannot become one that we received: "
                "enter that one anew.",
                self.number,
            )
        raise UserError(text)

    def _changes_what_decides(self, values):
        """Whether ``values`` change anything but `NOTES`; *Given* anew does too."""
        if values.get("state", self.state) == GIVEN != self.state:
            return True
        new = self.new(values, origin=self)
        return any(
            name not in NOTES and not self._same(name, new[name])
            for name in values
            if self._fields[name].store
        )

    def _same_customer(self, values):
        names = ("partner_id", "company_id", "plan_id")
        return all(values.get(name, self[name].id) == self[name].id for name in names)

    def _same(self, name, value):
        field, old = self._fields[name], self[name]
        if isinstance(value, models.BaseModel):
            return value._origin == old
        if field.type in ("float", "monetary"):
            # 0 would be the same as 0.001 to the currency
            return round(value or 0.0, 6) == round(old or 0.0, 6)
        return (value or False) == (old or False)

    def _tell_approver(self, approver, number):
        """Ask the former approver to look at what became of the gift."""
        if approver == self.env.user or not approver.active:
            return
        told = self.with_context(lang=approver.lang)
        told.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=approver.id,
            summary=told.env._("%s corrected after your approval", number),
            note=told.env._(
                "You approved “%(old)s”. “%(new)s” replaces it, and something that you "
                "had approved has changed. The new entry is not approved: compare "
                "both under “All Versions”.",
                old=number,
                new=self.number,
            ),
        )
