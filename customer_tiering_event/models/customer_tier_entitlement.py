from odoo import api, fields, models

from odoo.addons.customer_tiering.models.entitlement import steps

# set while a registration is the reason of a step, which then does not change it
FROM_EVENT = "customer_tier_from_event"


class CustomerTierEntitlement(models.Model):
    """Offering proposes an event, accepting registers for it."""

    _inherit = "customer.tier.entitlement"

    event_id = fields.Many2one(
        "event.event",
        string="Event Offered",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    registration_ids = fields.One2many(
        "event.registration", "customer_tier_entitlement_id", readonly=True
    )

    @api.model
    def _selection_document(self):
        return [
            *super()._selection_document(),
            ("event.registration", self.env["event.registration"]._description),
        ]

    def _proposals(self):
        proposals = super()._proposals()
        events = (
            self.env["event.event"].sudo()._next_for_benefits(self.sudo().benefit_id)
        )
        for one in self:
            if event := events.get(one.benefit_id.sudo()):
                one.sudo().event_id = event
                proposals[one] = event._told()
        return proposals

    def _answer(self, state, by, note=None, document=None, **options):
        result = super()._answer(state, by, note, document, **options)
        if not self.env.context.get(FROM_EVENT):
            if state == steps.ACCEPTED:
                self.sudo()._book(by)
            elif state in (steps.OFFERED, steps.DECLINED):
                self.sudo()._cancel_registrations()
        return result

    def _book(self, by):
        """Register the customers for the event that was offered, or the next one."""
        if not (tagged := self.filtered("benefit_id.event_tag_id")):
            return
        following = self.env["event.event"]._next_for_benefits(tagged.benefit_id)
        for one in tagged:
            event = one.event_id
            if not event or not event._can_be_booked():
                event = following.get(one.benefit_id)
            if not event:
                continue
            registration = one.registration_ids.create(
                {
                    "event_id": event.id,
                    "partner_id": one._booked_by(by).id,
                    "customer_tier_entitlement_id": one.id,
                }
            )
            one._booked(registration)

    def _booked_by(self, by):
        """On the portal, the contact who accepts; else the customer."""
        person = self.env.user.partner_id
        if by == "portal" and person.commercial_partner_id == self.partner_id:
            return person
        return self.partner_id

    def _booked(self, registration):
        """Keep the registration, and keep the entitlement open until the event is over.

        What was promised does not lapse before it can take place.
        """
        event = registration.event_id
        self.write(
            {
                "event_id": event.id,
                "document": f"{registration._name},{registration.id}",
                "date_to": max(self.date_to, event._day(registration.event_end_date)),
            }
        )

    def _cancel_registrations(self):
        live = self.registration_ids.filtered(
            lambda one: one.state in ("draft", "open", "done")
        )
        live.with_context(**{FROM_EVENT: True}).action_cancel()
        self.event_id = self.event_id.filtered(lambda event: event._can_be_booked())
