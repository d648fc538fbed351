from odoo import api, fields, models

from odoo.addons.customer_tiering.models.entitlement import steps
from odoo.addons.customer_tiering.tools.groups import USER_GROUP

from .customer_tier_entitlement import FROM_EVENT


class EventRegistration(models.Model):
    """What happens to a registration is an answer of the customer."""

    _inherit = "event.registration"

    customer_tier_entitlement_id = fields.Many2one(
        "customer.tier.entitlement",
        string="Entitlement",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
    )

    @api.model_create_multi
    def create(self, vals_list):
        registrations = super().create(vals_list)
        registrations._find_entitlements()
        registrations._tell_entitlements()
        return registrations

    def write(self, vals):
        result = super().write(vals)
        if {"state", "active", "event_id"} & vals.keys():
            self._tell_entitlements()
        return result

    def unlink(self):
        """A deleted registration is a cancelled one."""
        self.sudo()._reopen()
        return super().unlink()

    def _find_entitlements(self):
        """Who registers for such an event accepts what they are entitled to."""
        unknown = self.sudo().filtered(
            lambda one: (
                one.partner_id
                and not one.customer_tier_entitlement_id
                and one.event_id.tag_ids
            )
        )
        if not unknown:
            return
        entitlements = (
            self.env["customer.tier.entitlement"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", unknown.partner_id.commercial_partner_id.ids),
                    ("benefit_id.event_tag_id", "in", unknown.event_id.tag_ids.ids),
                    ("state", "in", steps.OPEN),
                ],
                order="due_date, id",
            )
        )
        for one in unknown:
            one.customer_tier_entitlement_id = entitlements.filtered(
                lambda entitlement, one=one: (
                    entitlement.partner_id == one.partner_id.commercial_partner_id
                    and entitlement.benefit_id.event_tag_id in one.event_id.tag_ids
                )
            )[:1]

    def _tell_entitlements(self):
        """Bring the entitlements to the state that their registrations say."""
        if self.env.context.get(FROM_EVENT):
            return
        for one in self.sudo().filtered("customer_tier_entitlement_id"):
            entitlement = one.customer_tier_entitlement_id
            if one.state == "done":
                day = min(one.event_id._day(one.event_begin_date), entitlement._today())
                one._answer_for(entitlement, steps.USED, day)
            elif one.state == "cancel" or not one.active:
                one._reopen()
            elif one.state == "open":
                if one._answer_for(entitlement, steps.ACCEPTED):
                    entitlement._booked(one)

    def _reopen(self):
        """The customer does not come, unless somebody else of them does."""
        for one in self.filtered("customer_tier_entitlement_id"):
            entitlement = one.customer_tier_entitlement_id
            others = entitlement.registration_ids - self
            if not others.filtered(lambda other: other.state in ("open", "done")):
                one._answer_for(entitlement, steps.OFFERED)

    def _answer_for(self, entitlement, state, day=None):
        """Whether the step was made. What it cannot be does not stop the event."""
        if not entitlement._may_become(state):
            return False
        entitlement.with_context(**{FROM_EVENT: True})._answer(
            state,
            "event",
            note=self.event_id._told(),
            document=None if state == steps.OFFERED else self,
            day=day,
        )
        return True
