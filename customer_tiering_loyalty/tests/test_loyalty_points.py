from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.common import AS_OF
from odoo.addons.customer_tiering.tests.metrics import MetricCase


@tagged("post_install", "-at_install", "till")
class TestLoyaltyPoints(MetricCase):
    """Ann has 30 points and her contact 12; a coupon and a gift card are no points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.ben = cls.customer("Ben")
        cls.program = cls.new_program("loyalty")
        cls.cards = cls.card(cls.ann, 30) + cls.card(cls.contact(cls.ann), 12)

    @classmethod
    def new_program(cls, kind, **values):
        return cls.env["loyalty.program"].create(
            {
                "name": kind,
                "program_type": kind,
                "applies_on": "both" if kind == "loyalty" else "current",
                "company_id": cls.company.id,
                "currency_id": cls.usd.id,
                **values,
            }
        )

    @classmethod
    def card(cls, partner, points, program=None, **values):
        return cls.env["loyalty.card"].create(
            {
                "program_id": (program or cls.program).id,
                "partner_id": partner.id,
                "points": points,
                **values,
            }
        )

    def points(self):
        return self.figures(self.ann + self.ben, "loyalty_points", as_of=self.today())

    def today(self):
        return self.scheme()._today()

    def test_points_of_a_customer_and_their_contacts(self):
        self.assertEqual(self.points(), [42, 0])

    def test_what_does_not_count(self):
        other = self.new_company("Else")
        self.card(self.ann, 100, self.new_program("coupons"))
        self.card(self.ann, 100, self.new_program("gift_card"))
        self.card(self.ann, 100, active=False)
        self.card(self.ann, 100, self.new_program("loyalty", active=False))
        self.card(self.ann, 100, self.new_program("loyalty", company_id=other.id))
        expired = self.card(self.ann, 100)
        self.update(expired, expiration_date="2025-01-01")
        self.assertEqual(self.points(), [42, 0])
        self.card(self.ben, 7, self.new_program("loyalty", company_id=False))
        self.assertEqual(self.points(), [42, 7])

    def test_a_scheme_ranks_by_points_and_opens_the_cards(self):
        today = self.today()
        self.invoices([(self.ann, 10, today), (self.ben, 10, today)])
        self.card(self.ben, 50)
        points = self.metrics("loyalty_points")
        scheme = self.scheme(
            {"TOP": 50, "SMALL": 0},
            value_metric_id=points.id,
            metric_ids=[Command.set(points.ids)],
        )
        self.evaluate(scheme, today)
        self.assertEqual(self.tier_codes(scheme, self.ben + self.ann), ["TOP", "SMALL"])
        standing = self.standing(scheme, self.ann)
        self.assertEqual(standing.loyalty_points, 42)
        documents = standing._explanation().documents
        action = documents.open("loyalty_cards")
        found = self.env["loyalty.card"].search(action["domain"])
        self.assertEqual(sum(found.mapped("points")), 42)

    def test_it_is_of_now(self):
        """Nobody knows how many there were: an earlier day is refused."""
        scheme = self.scheme(value_metric_id=self.metrics("loyalty_points").id)
        with self.refuses("Loyalty points"):
            scheme._refuse_only_now(AS_OF)
        scheme._refuse_only_now(self.today())

    def test_it_is_read_only_where_it_is_asked_for(self):
        frame = self.frame("order_count", as_of=AS_OF)
        self.assertNotIn("loyalty_points", frame)
