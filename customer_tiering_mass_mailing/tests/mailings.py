from odoo import Command

from odoo.addons.base.tests.common import MockSmtplibCase
from odoo.addons.customer_tiering.tests.common import TieringCase

MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"


class MailingCase(MockSmtplibCase, TieringCase):
    """Six customers in the tier Top and two in Small, each in another situation.

    Ann has two people, of whom Amy was last in touch, and an address for invoices. Bob
    has an address and no people, Cat has none, Dan and Eve and Fay have one each.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls.user(
            "marketing",
            groups="base.group_user,mass_mailing.group_mass_mailing_user",
        )
        cls.both = cls.user(
            "both",
            groups="mass_mailing.group_mass_mailing_user,sales_team.group_sale_manager",
        )
        names = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gil", "Hal")
        cls.people = cls.env["res.partner"].concat(
            *(cls.customer(name, email=f"{name.lower()}@example.com") for name in names)
        )
        (cls.ann, cls.bob, cls.cat, cls.dan, cls.eve, cls.fay) = cls.people[:6]
        cls.gil, cls.hal = cls.people[6:]
        cls.cat.email = False
        cls.al = cls.contact(cls.ann, "Al", email="al@example.com")
        cls.amy = cls.contact(cls.ann, "Amy", email="Amy@Example.com")
        cls.bills = cls.contact(
            cls.ann, "Bills", email="bills@example.com", type="invoice"
        )
        cls.wrote(cls.al, "2025-01-05 08:00:00")
        cls.wrote(cls.amy, "2025-05-05 08:00:00")
        cls.invoices([(one, 100 * (8 - place)) for place, one in enumerate(cls.people)])
        cls.pyramid = cls.scheme({"TOP": 75, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.pyramid._keep_mailing_filters()
        cls.top = cls.filter_of("TOP")
        cls.small = cls.filter_of("SMALL")

    @classmethod
    def wrote(cls, contact, moment):
        cls.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": contact.commercial_partner_id.id,
                "author_id": contact.id,
                "message_type": "email",
                "date": moment,
                "body": "Hello",
            }
        )

    @classmethod
    def filter_of(cls, code, scheme=None):
        return (
            cls.env["mailing.filter"]
            .with_context(active_test=False)
            .search(
                [
                    ("customer_tier_scheme_id", "=", (scheme or cls.pyramid).id),
                    ("customer_tier_id", "=", cls.tier[code].id),
                ]
            )
        )

    # ------------------------------------------------------------ mailings

    @classmethod
    def mailing(cls, audience=None, **values):
        """A mailing to the customers of the filter ``audience``, Top by default."""
        audience = audience or cls.top
        return cls.env["mailing.mailing"].create(
            {
                "subject": "News",
                "body_html": "<p>News for you</p>",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_filter_id": audience.id,
                "mailing_domain": audience.mailing_domain,
                "customer_tier_company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def mailing_to(cls, contacts, **values):
        """A mailing to these contacts, by a domain that somebody wrote."""
        return cls.mailing(
            mailing_filter_id=False,
            mailing_domain=repr([("id", "in", contacts.ids)]),
            **values,
        )

    @classmethod
    def list_mailing(cls, lists, **values):
        return cls.mailing(
            mailing_filter_id=False,
            mailing_model_id=cls.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=[Command.set(lists.ids)],
            mailing_domain=repr([("list_ids", "in", lists.ids)]),
            **values,
        )

    def send(self, mailing):
        """Send by Odoo's own queues, for real but for the socket.

        :return: the addresses that got it, sorted
        """
        mailing.action_put_in_queue()
        return self.work_off(mailing)

    def work_off(self, mailing):
        """The two scheduled actions that send what is queued."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.mock_smtplib_connection():
            for cron in ("mass_mailing.ir_cron_mass_mailing_queue", MAIL_QUEUE):
                self.env.ref(cron).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(mailing.state, "done")
        return sorted(to for email in self.emails for to in email["smtp_to_list"])

    def reasons(self, mailing):
        """``{reason: names}`` of those that are held back."""
        found = {}
        for reason in mailing._reach_reasons():
            if ids := mailing._reached_ids(reason):
                records = self.env[mailing.mailing_model_real].browse(ids)
                found[reason] = sorted(records.mapped("name"))
        return found

    def goes_to(self, mailing):
        ids = mailing._reached_ids(None)
        return sorted(self.env[mailing.mailing_model_real].browse(ids).mapped("name"))

    # ------------------------------------------------------------ lists

    def new_list(self, audience=None):
        return self.env["mailing.list"]._customer_tier_list(audience or self.top)

    def emails_on(self, lists):
        return sorted(lists.subscription_ids.contact_id.mapped("email"))

    def subscription(self, lists, email):
        return lists.subscription_ids.filtered(
            lambda one: one.contact_id.email_normalized == email
        )
