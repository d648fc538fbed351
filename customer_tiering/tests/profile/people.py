"""A customer with people, of whom somebody may note something, and somebody not."""

from ..metrics import MetricCase

PROFILE = "customer_tiering.group_customer_tier_profile"
SALES = "sales_team.group_sale_salesman"
# of the contact, each with the group
NOTED = {
    "customer_tier_style_id",
    "customer_tier_style_cues",
    "customer_tier_style_advice",
    "customer_tier_temperament_id",
    "customer_tier_temperament_cues",
    "customer_tier_temperament_advice",
    "customer_tier_trait_ids",
    "customer_tier_trait_advice",
    "customer_tier_preference_ids",
    "customer_tier_noted_by_id",
    "customer_tier_noted_on",
}


class PeopleCase(MetricCase):
    """Lin and Max work at Anvil, a customer of Sue, who may note; Tom may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        export = "base.group_allow_export"
        cls.sue = cls.user("sue", groups=f"{SALES},{export},{PROFILE}")
        cls.tom = cls.user("tom", groups=f"{SALES},{export}")
        cls.manager = cls.user("boss", groups="sales_team.group_sale_manager")
        cls.anvil = cls.customer("Anvil", user_id=cls.sue.id)
        cls.lin = cls.contact(cls.anvil, "Lin", email="lin@anvil.example")
        cls.max = cls.contact(cls.anvil, "Max")

    @classmethod
    def shipped(cls, name):
        return cls.env.ref(f"customer_tiering.{name}")

    def as_sue(self, record):
        return self.seen_by(self.sue, record)

    def as_tom(self, record):
        return self.seen_by(self.tom, record)

    def note(self, person=None, text="Tea, no coffee", **values):
        """A note that Sue writes about Lin."""
        return self.as_sue(self.env["customer.preference"]).create(
            {"partner_id": (person or self.lin).id, "text": text, **values}
        )
