from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .mailings import MailingCase


@tagged("post_install", "-at_install", "playbook")
class TestMailingRights(MailingCase):
    """Whoever sends mailings writes to tiers unseen; others see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.new_company("Elsewhere")
        cls.foreign = cls.user(
            "foreign",
            cls.elsewhere,
            groups="mass_mailing.group_mass_mailing_user,sales_team.group_sale_manager",
        )

    def test_a_marketing_user_without_our_group(self):
        """Not “The filter domain is not valid for this recipients”."""
        mine = self.seen_by(self.marketing, self.env["mailing.filter"])
        copy = mine.create(
            {
                "name": "Top, again",
                "mailing_model_id": self.top.mailing_model_id.id,
                "mailing_domain": self.top.mailing_domain,
            }
        )
        mailing = self.seen_by(self.marketing, self.env["mailing.mailing"]).create(
            {
                "subject": "News",
                "mailing_model_id": copy.mailing_model_id.id,
                "mailing_domain": copy.mailing_domain,
            }
        )
        self.assertEqual(mailing.customer_tier_reach[:12], "Goes to 5 of")
        self.assertEqual(mailing.total, 5)

    def test_but_the_tier_is_not_theirs(self):
        mine = self.seen_by(self.marketing, self.top)
        for name in ("customer_tier_id", "customer_tier_scheme_id"):
            with self.assertRaises(AccessError):
                mine.read([name])
            with self.assertRaises(AccessError):
                mine.write({name: 1})
        with self.assertRaises(AccessError):
            self.seen_by(self.marketing, self.pyramid).action_mailing_filters()
        with self.assertRaises(AccessError):
            self.seen_by(self.marketing, self.tier["TOP"]).action_customer_tier_mail()

    def test_employees_cannot_search_by_it(self):
        plain = self.user("plain", groups="base.group_user")
        partners = self.seen_by(plain, self.env["res.partner"])
        with self.assertRaises(AccessError):
            partners.search([("customer_tier_filter_ids", "in", self.top.ids)])
        with self.assertRaises(AccessError):
            partners.browse(self.amy.id).read(["customer_tier_filter_ids"])
        with self.assertRaises(AccessError):
            self.seen_by(plain, self.env["customer.tier.mailing.check"]).create({})

    def test_filters_of_another_company(self):
        """Neither read, nor by their number in a domain, nor by a mailing."""
        filters = self.seen_by(self.foreign, self.env["mailing.filter"])
        self.assertNotIn(self.top, filters.search([]))
        partners = self.seen_by(self.foreign, self.env["res.partner"])
        domain = [("customer_tier_filter_ids", "in", self.top.ids)]
        self.assertFalse(partners.search(domain))
        self.assertEqual(
            partners.search_count(Domain.AND([domain, [("id", "in", self.bob.ids)]])), 0
        )
        self.assertFalse(
            partners.browse(self.amy.id).customer_tier_filter_ids & self.top
        )

    def test_lists_of_another_company(self):
        followed = self.new_list()
        followed._customer_tier_step()
        theirs = self.seen_by(self.foreign, followed)
        self.assertNotIn(followed, theirs.search([]))
        with self.assertRaises(AccessError):
            theirs.action_customer_tier_step()
        own = self.seen_by(self.foreign, self.env["mailing.list"]).create(
            {"name": "Mine"}
        )
        with self.assertRaises(AccessError):
            own.write({"customer_tier_filter_id": self.top.id})

    def written(self, user, domain):
        return self.seen_by(user, self.env["mailing.mailing"]).create(
            {
                "subject": "News",
                "mailing_model_id": self.top.mailing_model_id.id,
                "mailing_domain": repr(domain),
            }
        )

    def test_the_queue_finds_nobody_whom_the_author_may_not(self):
        """It runs as the system: the traces would tell who is in the tier."""
        own = [("name", "!=", False)]
        tops = ("customer_tier_filter_ids", "in", self.top.ids)
        for user, domain in (
            (self.foreign, [tops]),
            (self.foreign, [("child_ids", "any", [tops])]),
            (self.marketing, [("customer_tier_id", "=", self.tier["TOP"].id)]),
            (self.marketing, [("customer_tier_standing_ids.net_revenue", ">", 500)]),
        ):
            with self.subTest(domain), self.cr.savepoint():
                with self.assertRaises(AccessError):
                    self.written(user, domain)
                mailing = self.written(user, own)
                with self.assertRaises(AccessError):
                    mailing.mailing_domain = repr(domain)
        self.assertTrue(
            self.written(self.both, [("customer_tier_id", "=", self.tier["TOP"].id)])
        )

    def test_the_contacts_of_another_company(self):
        """Who had enough of them is not told to others."""
        theirs = self.seen_by(self.foreign, self.env["mailing.mailing"])
        with self.refuses("own companies"):
            theirs.create(
                {
                    "subject": "News",
                    "mailing_model_id": self.top.mailing_model_id.id,
                    "mailing_domain": "[]",
                    "customer_tier_company_id": self.company.id,
                }
            )

    def test_a_scheme_of_another_company(self):
        tier = self.seen_by(self.foreign, self.tier["TOP"]).with_context(
            customer_tier_scheme_id=self.pyramid.id
        )
        for action in (
            tier.action_customer_tier_mail,
            tier.action_customer_tier_add_to_list,
        ):
            with self.assertRaises(AccessError):
                action()

    def test_what_somebody_else_looked_at(self):
        action = self.seen_by(
            self.marketing, self.mailing()
        ).action_customer_tier_held_back()
        check = self.env[action["res_model"]].browse(action["res_id"])
        for record in (check, check.line_ids[0]):
            with self.assertRaises(AccessError):
                self.seen_by(self.both, record).read([])

    def test_only_marketing_looks_into_a_mailing(self):
        seller = self.user("seller", groups="sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.seen_by(seller, self.mailing()).action_customer_tier_held_back()
        with self.assertRaises(AccessError):
            self.seen_by(seller, self.tier["TOP"]).action_customer_tier_add_to_list()

    def test_the_flag_of_a_subscription_is_ours(self):
        """Whoever opted out cannot be flagged into being forgotten."""
        followed = self.new_list()
        followed._customer_tier_step()
        subscription = self.subscription(followed, "dan@example.com")
        subscription.opt_out = True
        mine = self.seen_by(self.marketing, subscription)
        mine.write({"customer_tier_added": True})
        self.update(
            self.standing(self.pyramid, self.dan), tier_id=self.tier["SMALL"].id
        )
        followed._customer_tier_step()
        self.assertTrue(subscription.exists().opt_out)
