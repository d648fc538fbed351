from odoo.tests import tagged

from .mailings import MailingCase


@tagged("post_install", "-at_install", "playbook")
class TestMailingFilters(MailingCase):
    """A filter per tier, with one recipient per customer, as they are now."""

    def found(self, audience):
        return self.env["res.partner"].search(
            [("customer_tier_filter_ids", "in", audience.ids)]
        )

    def test_one_recipient_per_customer(self):
        """All six customers, also the one without an address, to be told of."""
        self.assertEqual(
            self.found(self.top),
            self.amy + self.bob + self.cat + self.dan + self.eve + self.fay,
        )
        self.assertEqual(self.found(self.small), self.gil + self.hal)
        self.assertEqual(
            self.found(self.top + self.small), self.found(self.top) | self.people[6:]
        )

    def test_the_domain_says_the_company(self):
        self.assertEqual(
            self.top.mailing_domain,
            repr(
                [
                    ("customer_tier_filter_ids", "in", self.top.ids),
                    ("company_id", "in", [False, self.company.id]),
                ]
            ),
        )
        self.bob.company_id = self.new_company("Elsewhere")
        self.assertNotIn("Bob", self.goes_to(self.mailing()))

    def test_it_is_always_current(self):
        self.update(
            self.standing(self.pyramid, self.bob), tier_id=self.tier["SMALL"].id
        )
        self.assertNotIn(self.bob, self.found(self.top))
        self.assertIn(self.bob, self.found(self.small))

    def test_who_is_chosen(self):
        """By hand; else who was last in touch; else the customer's own address."""
        self.wrote(self.al, "2025-06-05 08:00:00")
        self.assertIn(self.al, self.found(self.top))
        self.ann.customer_tier_recipient_id = self.bills
        self.assertIn(self.bills, self.found(self.top))
        # a chosen contact without an address gets nothing for the customer
        self.bills.email = False
        self.assertIn(self.al, self.found(self.top))
        (self.al + self.amy).active = False
        self.assertIn(self.ann, self.found(self.top))
        # and not the address for invoices, unless it is chosen
        self.bills.email = "bills@example.com"
        self.ann.customer_tier_recipient_id = False
        self.assertIn(self.ann, self.found(self.top))

    def test_in_touch_by_a_meeting_or_an_activity(self):
        self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": "2025-06-01 08:00:00",
                "stop": "2025-06-01 09:00:00",
                "partner_ids": self.al.ids,
            }
        )
        self.assertIn(self.al, self.found(self.top))
        self.amy.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.both.id
        ).action_feedback()
        self.assertIn(self.amy, self.found(self.top))

    def test_a_contact_of_somebody_else_cannot_be_chosen(self):
        with self.refuses("no contact of"):
            self.ann.customer_tier_recipient_id = self.bob

    def test_it_shows_on_the_contact(self):
        partners = (self.amy + self.al + self.ann).sudo()
        self.assertEqual(
            [one.customer_tier_filter_ids for one in partners],
            [self.top, self.top.browse(), self.top.browse()],
        )

    # ------------------------------------------------------------ in step

    def test_the_button_opens_them(self):
        action = self.seen_by(self.both, self.pyramid).action_mailing_filters()
        self.assertEqual(
            self.env["mailing.filter"].search(action["domain"]),
            self.top + self.small,
        )
        again = self.pyramid._keep_mailing_filters()
        self.assertEqual(again, self.top + self.small)

    def test_a_new_tier_gets_one_and_a_tier_that_goes_loses_it(self):
        rule = self.env["customer.tier.rule"].create(
            {
                "scheme_id": self.pyramid.id,
                "tier_id": self.tier["BIG"].id,
                "threshold": 10,
            }
        )
        self.assertTrue(self.filter_of("BIG").active)
        rule.unlink()
        self.assertFalse(self.filter_of("BIG").active)

    def test_no_filters_where_nobody_asked(self):
        other = self.scheme({"TOP": 50, "SMALL": 0})
        self.assertFalse(self.filter_of("TOP", other))

    def test_archived_and_renamed_with_the_tier(self):
        self.tier["TOP"].name = "Best"
        self.assertEqual(self.top.name, "Test scheme: Best")
        self.tier["TOP"].active = False
        self.assertFalse(self.top.active)
        self.tier["TOP"].active = True
        self.assertTrue(self.top.active)
        self.pyramid.active = False
        self.assertFalse(self.top.active or self.small.active)

    # ------------------------------------------------------------ buttons

    def test_send_mail_from_the_tier(self):
        tier = self.seen_by(self.both, self.tier["TOP"])
        action = tier.action_customer_tier_mail()
        mailing = (
            self.seen_by(self.both, self.env["mailing.mailing"])
            .with_context(**action["context"])
            .create({"subject": "News"})
        )
        self.assertEqual(mailing.mailing_filter_id, self.top)
        self.assertEqual(mailing.mailing_domain, self.top.mailing_domain)
        self.assertIn("of 6", mailing.customer_tier_reach)

    def test_a_tier_of_no_scheme(self):
        with self.refuses("No scheme"):
            self.tier["BIG"].action_customer_tier_mail()

    def test_constant_number_of_statements(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.mailing_counts = self.mailing()._reach_counts()
            return self.env.cr.sql_log_count - before

        statements()
        few = statements()
        some = self.customers(30)
        self.invoices([(one, 1000 + one.id) for one in some])
        self.evaluate(self.pyramid)
        # caches of settings
        statements()
        self.assertEqual(statements(), few)
        self.assertEqual(sum(self.mailing_counts.values()), 29)
