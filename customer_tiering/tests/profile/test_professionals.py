from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .people import PeopleCase


@tagged("post_install", "-at_install", "playbook")
class TestProfessionals(PeopleCase):
    """Who is a respected professional depends on the trade of the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trade = cls.env.ref("base.res_partner_industry_G")

    def told(self, partner, **context):
        partner = self.seen_by(self.tom, partner).with_context(**context)
        return partner.customer_tier_professionals

    def test_a_contact_shows_those_of_the_trade_of_their_company(self):
        self.assertFalse(self.told(self.lin))
        self.anvil.industry_id = self.trade
        told = self.told(self.lin)
        self.assertTrue(
            told.startswith("Respected professionals in “Wholesale/Retail”: Clothing"),
            told,
        )
        self.assertEqual(self.told(self.anvil), told)

    def test_a_trade_without_an_entry(self):
        self.anvil.industry_id = self.env.ref("base.res_partner_industry_A")
        self.assertFalse(self.told(self.anvil))
        self.anvil.industry_id = self.trade
        self.shipped("professional_trade").active = False
        self.assertFalse(self.told(self.anvil))

    def test_each_shipped_one_has_its_industry(self):
        entries = self.env["customer.professional"].search([])
        self.assertEqual(
            entries.mapped("industry_id.full_name"),
            [one.full_name for one in entries.industry_id],
        )
        self.assertEqual(
            sorted(one.full_name[0] for one in entries.industry_id), list("CFGIJQ")
        )

    def test_one_entry_for_a_trade(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["customer.professional"].create(
                {"industry_id": self.trade.id, "who": "Somebody"}
            )

    def test_administrators_write_them(self):
        entry = self.shipped("professional_trade")
        with self.assertRaises(AccessError):
            self.seen_by(self.tom, entry).who = "Everybody"
        self.seen_by(self.user("admin"), entry).who = "Stylists"
        self.anvil.industry_id = self.trade
        self.assertIn("Stylists", self.told(self.anvil))

    def test_a_list_reads_them_at_once(self):
        self.anvil.industry_id = self.trade
        people = self.anvil + self.lin + self.max

        def statements(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            partners = self.seen_by(self.tom, partners)
            before = self.env.cr.sql_log_count
            partners.mapped("customer_tier_professionals")
            return self.env.cr.sql_log_count - before

        statements(self.lin)
        self.assertLessEqual(statements(people), statements(self.lin))
