"""Opportunities whose customers say what they want, or do not answer."""

from datetime import datetime

from ..playbook.playbooks import PlaybookCase

INTENTIONS = ("interested", "hesitating", "not_now", "no", "quoted")


class IntentionCase(PlaybookCase):
    """Ann and Ben of `PlaybookCase`, with opportunities of their salesperson Sue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.playbook"].search([]).active = False

    @classmethod
    def opportunity(cls, customer=None, intention=False, **values):
        values = {"user_id": cls.seller.id, **values}
        lead = cls.lead(customer, **values)
        if intention:
            lead.customer_tier_intention_said = intention
        return lead

    @classmethod
    def quotation(cls, lead, moment=None, customer=None):
        """A quotation of the opportunity, sent now or at ``moment``."""
        order = cls.order(customer or lead.partner_id, confirm=False)
        order.write({"opportunity_id": lead.id, "validity_date": False})
        order.action_quotation_sent()
        if moment:
            cls.update(order, customer_tier_sent_on=moment)
        return order

    def shipped(self, name, **values):
        """A shipped playbook, switched on for the customers of the test."""
        playbook = self.env.ref(f"customer_tiering.playbook_{name}")
        playbook.write(
            {
                "scheme_id": self.pyramid.id,
                "owner_id": self.manager.id,
                "first_occurrence_from": "2025-01-01",
                "active": True,
                **values,
            }
        )
        return playbook

    def on(self, lead):
        """Open activities of the opportunity."""
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )

    def say(self, lead, intention, user=None):
        lead = self.seen_by(user or self.seller, lead)
        return lead.action_set_customer_tier_intention(intention)

    def done(self, activity, text, moment):
        """The salesperson does the step and answers."""
        play = self.env["customer.playbook.play.step"].search(
            [("activity_id", "=", activity.id)]
        )
        answer = play.step_id.answer_ids.filtered(lambda one: one.text == text)
        self.assertEqual(len(answer), 1, text)
        self.seen_by(self.seller, activity).action_answer_playbook(answer.id, "Said so")


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour)
