from odoo import api, fields, models
from odoo.exceptions import UserError

from ...gifting.flow import END
from ...tools.uninstall import uninstalling

# Only code on the server can have this object: RPC arguments are JSON
REGISTER = object()
REGISTER_KEY = "customer_gift_register"
# fields that only the register fills in
REGISTER_FIELDS = (
    "number",
    "register_date",
    "registered_by_id",
    "after_the_fact",
    "keep_until",
    "corrects_id",
    "correction_reason",
    "partner_name",
    "recipient_name",
    "recipient_function",
    "pseudonym_id",
    "corrected_unapproved",
    "budget_note",
)
# an entry after the fact must not claim that it was approved
APPROVAL_FIELDS = ("approver_id", "approved_on")


class CustomerGift(models.Model):
    """The register: gifts that have ended are numbered and never change again.

    The ORM enforces this for every screen, import, RPC call and server action, also in
    superuser mode. There is no database trigger: whoever can run SQL could drop it,
    it would block merging contacts and storing recomputed fields, and its function
    would survive an uninstall.
    """

    _inherit = "customer.gift"

    # A user who gave a registered gift cannot be deleted
    user_id = fields.Many2one(ondelete="restrict")
    approver_id = fields.Many2one(ondelete="restrict")
    approved_for_id = fields.Many2one(ondelete="restrict")

    register_date = fields.Datetime(
        string="Entered On", readonly=True, copy=False, index="btree_not_null"
    )
    registered_by_id = fields.Many2one(
        "res.users",
        string="Entered By",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    after_the_fact = fields.Boolean(
        readonly=True,
        copy=False,
        help="Given first and entered later, so it was never approved.",
    )
    keep_until = fields.Date(
        readonly=True,
        copy=False,
        help="The entry must be kept until this day. It is never deleted, but after "
        "this day its recipient can be pseudonymised.",
    )

    # Copied on the day of entry, so that the register reads the same years later
    partner_name = fields.Char(string="Customer's Name", readonly=True, copy=False)
    recipient_name = fields.Char(string="Recipient's Name", readonly=True, copy=False)
    recipient_function = fields.Char(string="Job Position", readonly=True, copy=False)
    is_official = fields.Selection(
        [("unknown", "Unknown"), ("no", "No"), ("yes", "Yes")],
        string="Public Official",
        help="Whether the recipient was a public official at that time.",
    )
    open_tender = fields.Boolean(
        help="A tender, negotiation or dispute was open with the customer."
    )
    conflict_note = fields.Char(
        string="Conflict of Interest",
        help="What could look like a conflict of interest, and how it was handled.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        help="The journal entry in which the cost is posted.",
    )
    received_use = fields.Selection(
        [
            ("kept", "Kept"),
            ("shared", "Shared with colleagues"),
            ("passed_on", "Passed on"),
            ("returned", "Returned"),
        ],
        string="What Was Done with It",
        copy=False,
        help="What was done with a gift that we received.",
    )

    corrects_id = fields.Many2one(
        "customer.gift",
        string="Replaces",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    corrects_number = fields.Char(
        related="corrects_id.number", string="Replaces Number"
    )
    correction_ids = fields.One2many("customer.gift", "corrects_id", readonly=True)
    correction_reason = fields.Char(readonly=True, copy=False)
    # Stored, so that sums and filters need not read other entries
    corrected = fields.Boolean(
        readonly=True,
        copy=False,
        help="A later entry replaces this one. Only the latest counts in totals.",
    )

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number is already in the register. Increase the next number of the "
        "sequence “Gift register”.",
    )

    def action_view_register_entry(self):
        """Show this gift as the register has it, from where it can be corrected."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_register_action"
        )
        form = self.env.ref("customer_tiering.customer_gift_register_view_form")
        return action | {"res_id": self.id, "views": [(form.id, "form")]}

    # ------------------------------------------------------------ the lock

    def _as_register(self):
        """These gifts, for code that may write to the register; never return them."""
        return self.with_context(**{REGISTER_KEY: REGISTER})

    def _is_register(self):
        return self.env.context.get(REGISTER_KEY) is REGISTER

    def _refuse_if_registered(self):
        for gift in self.sudo():
            if gift.state in END:
                raise UserError(
                    self.env._(
                        "“%(number)s” (%(customer)s) is in the register, where "
                        "nothing can be changed or deleted. Click “Correct” on it to "
                        "enter a replacement.",
                        number=gift.number or gift.display_name,
                        customer=gift.partner_id.display_name,
                    )
                )

    def _refuse_register_fields(self, names):
        forged = sorted({*REGISTER_FIELDS, "corrected"}.intersection(names))
        if forged:
            raise UserError(
                self.env._(
                    "The register fills in “%(field)s” itself. Leave it empty.",
                    field=self._fields[forged[0]]._description_string(self.env),
                )
            )

    def _refuse_approval(self, names):
        if set(APPROVAL_FIELDS) & set(names):
            raise UserError(
                self.env._(
                    "A gift entered after the fact was not approved. Leave the "
                    "approver and the approval date empty."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Gifts created in an END state are proposed, judged and registered at once."""
        if self._is_register():
            gifts = super().create(vals_list)
            gifts.corrects_id.write({"corrected": True})
            return gifts
        defaults = {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }
        ends, proposed = [], []
        for vals in vals_list:
            known = defaults | vals
            end = known.get("state") in END and known["state"]
            self._refuse_register_fields(name for name in known if known[name])
            # set explicitly, so that no user default applies
            vals = vals | dict.fromkeys(REGISTER_FIELDS, False)
            if end:
                vals["state"] = "proposed"
            if end and not self.env.su:
                self._refuse_approval(name for name in known if known[name])
                vals |= dict.fromkeys(APPROVAL_FIELDS, False)
            ends.append(end)
            proposed.append(vals)
        gifts = super().create(proposed)
        entered = {}
        for gift, end in zip(gifts, ends, strict=True):
            if end:
                key = end, not gift.approved_on
                entered[key] = entered.get(key, self.browse()) + gift
        for (end, after_the_fact), own in entered.items():
            own._enter_unplanned(end, after_the_fact)
        return gifts

    def _enter_unplanned(self, end, after_the_fact):
        """Enter gifts that were created in the state ``end``."""
        if after_the_fact and not self.env.su:
            self._ask_why_late()
            self._ask_about_unusual()
        self.sudo()._as_register().write({"state": end})
        if after_the_fact:
            self.sudo()._as_register()._note_budget()
        self._enter_register(after_the_fact=after_the_fact)

    def write(self, vals):
        if self._is_register():
            return super().write(vals)
        if not set(vals) <= self._register_mail_fields():
            self._refuse_if_registered()
        self._refuse_register_fields(vals)
        if vals.get("state") not in END:
            return super().write(vals)
        unapproved = self.filtered(lambda gift: gift.state == "proposed")
        if vals["state"] == "declined":
            unapproved = self.browse()
        result = super().write(vals)
        (self - unapproved)._enter_register()
        if unapproved:
            # judged like any other gift, but a bad verdict does not prevent the entry
            unapproved._check_policy()
            unapproved._enter_register(after_the_fact=True)
        return result

    def unlink(self):
        if not uninstalling(self.env):
            self._refuse_if_registered()
        return super().unlink()

    @api.model
    def _register_mail_fields(self):
        """Fields of messages, followers and activities, which can still change."""
        names = {*self.env["mail.thread"]._fields}
        names |= {*self.env["mail.activity.mixin"]._fields}
        return names - {"id", "display_name", *models.MAGIC_COLUMNS}
