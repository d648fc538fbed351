from datetime import date

from freezegun import freeze_time

from odoo import Command

from ..gifts import GiftCase


class SampleCase(GiftCase):
    """15 October 2025. Top, Big, Medium, Small may take 3,000, 1,000, 500, nothing.

    The buyers stand as in GiftCase since 30 June: the first is Top, the next two Big,
    three Medium, four Small. A hammer costs us 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2025-10-15 12:00:00")
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)
        cls.hammer = cls.product.with_company(cls.company)
        cls.hammer.standard_price = 10.0
        cls.benefit = cls.env["customer.tier.benefit"].create(
            {
                "name": "Samples of the test",
                "scheme_id": cls.pyramid.id,
                "over": "block",
                "tier_rule": "now",
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "amount": amount})
                    for code, amount in (
                        ("TOP", 3000),
                        ("BIG", 1000),
                        ("MEDIUM", 500),
                        ("SMALL", 0),
                    )
                ],
            }
        )
        cls.top, cls.big, cls.medium, cls.small = (
            cls.buyers[place] for place in (0, 1, 3, 6)
        )

    def sample(self, customer, quantity, confirm=True, **values):
        """An order of so many hammers as a sample, and one that is sold."""
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "customer_tier_sample": True,
                        }
                    ),
                    Command.create({"product_id": self.product.id, "price_unit": 50}),
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def balance(self, customer):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["customer.tier.benefit.balance"].search(
            [("benefit_id", "=", self.benefit.id), ("partner_id", "=", customer.id)]
        )

    def left(self, customer):
        """Granted, used, left."""
        balance = self.balance(customer)
        return (balance.granted, balance.used, balance.amount_left)

    def uses(self, order):
        return self.env["customer.tier.benefit.usage"].search(
            [("order_id", "=", order.id)], order="id"
        )

    def moved(self, customer, day, before, after):
        """A tier change of that day, as an evaluation writes it."""
        self.env["customer.tier.change"].create(
            {
                "partner_id": customer.id,
                "scheme_id": self.pyramid.id,
                "company_id": self.company.id,
                "evaluation_id": self.pyramid.last_evaluation_id.id,
                "date": day,
                "from_tier_id": before and self.tier[before].id,
                "to_tier_id": after and self.tier[after].id,
                "direction": "up",
            }
        )
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[after].id,
        )

    def setUp(self):
        super().setUp()
        # the evaluation of GiftCase: everybody came in on 30 June
        self.update(
            self.env["customer.tier.change"].search(
                [("scheme_id", "=", self.pyramid.id)]
            ),
            date=date(2024, 6, 30),
        )
