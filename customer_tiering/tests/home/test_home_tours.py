from odoo.tests import HttpCase, tagged

from .homes import HomeCase

HOME = "/odoo/customer-tier-home"


@tagged("post_install", "-at_install", "home", "tour")
class TestHomeTours(HttpCase, HomeCase):
    """What people do on the first screen, in a real browser."""

    def test_salesperson_logs_a_call(self):
        """The customer most at stake, in two clicks."""
        self.start_tour(HOME, "customer_tiering_home_log_a_call", login="home_sam")
        done = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "res.partner"), ("active", "=", False)])
        )
        call = self.env.ref("mail.mail_activity_data_call")
        done = done.filtered(lambda one: one.res_id == self.buyers[0].id)
        self.assertEqual(done.activity_type_id, call)
        self.assertEqual(done.create_uid, self.sam)

    def test_accountant_goes_to_the_item_behind_a_bridge_line(self):
        self.start_tour(HOME, "customer_tiering_home_bridge", login="home_books")

    def test_manager_opens_a_ribbon(self):
        self.start_tour(HOME, "customer_tiering_home_manager", login="home_chief")

    def test_empty_page_leads_to_the_set_up(self):
        company = self.new_company("Blank Inc.")
        group = "customer_tiering.group_customer_tier_admin"
        self.person("blank", group, company)
        self.start_tour(HOME, "customer_tiering_home_empty", login="home_blank")


@tagged("post_install", "-at_install", "home", "tour")
class TestHomeTourOnAPhone(HttpCase, HomeCase):
    """The page fits a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_phone(self):
        self.start_tour(HOME, "customer_tiering_home_on_a_phone", login="home_sam")
