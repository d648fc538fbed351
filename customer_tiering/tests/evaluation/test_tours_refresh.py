from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import TieringCase

GROUPS = (
    "base.group_user,base.group_partner_manager,"
    "sales_team.group_sale_salesman_all_leads"
)


@tagged("post_install", "-at_install", "tour")
class TestToursRefresh(HttpCase, TieringCase):
    """A salesperson refreshes a customer who has just bought, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        people = cls.customers(10)
        cls.invoices([(one, 1000 - 100 * n, today) for n, one in enumerate(people)])
        cls.pyramid = cls.scheme({"TOP": 10, "BIG": 20, "SMALL": 0})
        cls.evaluate(cls.pyramid, today)
        cls.last = people[9]
        cls.invoice(cls.last, 1500, today)
        cls.salesperson = cls.user("salesperson", groups=GROUPS)

    def test_on_the_customer(self):
        self.start_tour(
            f"/odoo/res.partner/{self.last.id}",
            "customer_tiering_refresh_on_the_customer",
            login=self.salesperson.login,
        )
        self.assertEqual(self.tier_code(self.pyramid, self.last), "SMALL")

    def test_on_the_standing(self):
        standing = self.standing(self.pyramid, self.last)
        self.start_tour(
            f"/odoo/customer.tier.standing/{standing.id}",
            "customer_tiering_refresh_on_the_standing",
            login=self.salesperson.login,
        )
