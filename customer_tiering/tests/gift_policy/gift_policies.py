from ..common import AS_OF
from ..gifts import GiftCase


class GiftPolicyCase(GiftCase):
    """A company under no policy but those that a test writes, read normally."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_gift_policy_mode = "normal"
        cls.company.customer_gift_policy_template = "own"
        cls.env["customer.gift.policy"].search(
            [("template", "=", False)]
        ).active = False
        cls.buyer = cls.buyers[0]

    @classmethod
    def mode(cls, mode):
        cls.company.customer_gift_policy_mode = mode

    @classmethod
    def policy(cls, code, **values):
        return cls.env["customer.gift.policy"].create(
            {"name": f"Rule {code}", "code": code, "severity": "block", **values}
        )

    @classmethod
    def past(cls, customer, cost, state="given", **values):
        """A gift that was given before, or came to another end."""
        gift = cls.gift(customer, cost, **values)
        cls.update(gift, state=state)
        return gift

    def found(self, gift):
        """What the policy finds now: (code, severity, what)."""
        gift._check_policy()
        return [
            (line["code"], line["severity"], line["period"])
            for line in gift.findings or []
        ]

    def whats(self, gift):
        return [what for _code, _severity, what in self.found(gift)]

    def official(self, answer="yes", parent=None, **values):
        return self.contact(
            parent or self.buyer, customer_tier_official=answer, **values
        )


__all__ = ["AS_OF", "GiftPolicyCase"]
