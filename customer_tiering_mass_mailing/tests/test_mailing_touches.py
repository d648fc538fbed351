from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .mailings import MailingCase

JULY = datetime(2025, 7, 10, 12)


@tagged("post_install", "-at_install", "playbook")
class TestMailingTouches(MailingCase):
    """A mailing counts as one contact with each customer it reached."""

    def setUp(self):
        super().setUp()
        self.company.customer_tier_touch_limit = 2
        self.startClassPatcher(freeze_time(JULY))

    def touches(self, day=None):
        """``{name: contacts of the month}``, in July without a day."""
        day = day or JULY.date()
        touches = self.env["customer.tier.touch"]
        rows = self.env.execute_query(
            touches._touches_sql(self.company, day.replace(day=1), day)
        )
        found = {}
        for partner, _day, _source in rows:
            name = self.env["res.partner"].browse(partner).name
            found[name] = found.get(name, 0) + 1
        return found

    def trace(self, mailing, record, day="2025-07-05", **values):
        trace = self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": record._name,
                "res_id": record.id,
                "email": record.email_normalized,
                "trace_status": "sent",
                "sent_datetime": f"{day} 10:00:00",
                **values,
            }
        )
        return trace

    def test_counted_by_hand(self):
        """Two mailings to Ann's people, one to Bob by a list; the rest is none."""
        first, second, third = (self.mailing() for _ in range(3))
        self.trace(first, self.amy)
        self.trace(first, self.al)
        self.trace(second, self.ann, "2025-07-01")
        contact = self.env["mailing.contact"].create(
            {"name": "Bob", "email": "BOB@example.com"}
        )
        self.trace(third, contact)
        self.trace(first, self.dan, "2025-06-30")
        self.trace(first, self.eve, trace_status="bounce")
        self.trace(first, self.fay, is_test_trace=True)
        self.assertEqual(self.touches(), {"Ann": 2, "Bob": 1})
        self.assertEqual(
            self.touches(date(2025, 6, 30)),
            {"Dan": 1},
        )

    def test_enough_is_enough(self):
        for _ in range(2):
            self.trace(self.mailing(), self.bob)
        self.trace(self.mailing(), self.dan)
        mailing = self.mailing()
        self.assertEqual(self.reasons(mailing)["touched"], ["Bob"])
        sent = self.send(mailing)
        self.assertNotIn("bob@example.com", sent)
        self.assertIn("dan@example.com", sent)
        # it was Dan's second, so the next one is too many for Dan as well
        self.assertEqual(self.reasons(self.mailing())["touched"], ["Bob", "Dan"])
        self.company.customer_tier_touch_limit = 0
        self.assertNotIn("touched", self.reasons(self.mailing()))

    def test_its_own_mails_do_not_hold_it_back(self):
        """What was sent before an interruption is no reason to hold back the rest."""
        self.company.customer_tier_touch_limit = 1
        mailing = self.mailing()
        self.trace(mailing, self.bob)
        self.assertNotIn("touched", self.reasons(mailing))

    def test_the_mailings_of_another_company(self):
        other = self.new_company("Elsewhere")
        theirs = self.mailing(customer_tier_company_id=other.id)
        self.trace(theirs, self.bob)
        self.assertEqual(self.touches(), {})
        branch = self.new_branch("Branch")
        ours = self.mailing(customer_tier_company_id=branch.id)
        self.trace(ours, self.bob)
        self.assertEqual(self.touches(), {"Bob": 1})
        self.assertEqual(branch.customer_tier_touch_limit, 2)

    def test_a_playbook_waits_for_them(self):
        """One more contact by a playbook would be the third of the month."""
        for _ in range(2):
            self.trace(self.mailing(), self.bob)
        playbook = self.env["customer.playbook"].create(
            {
                "name": "New",
                "trigger": "cadence",
                "days": 5,
                "scheme_id": self.pyramid.id,
                "owner_id": self.both.id,
                "daily_cap": 0,
                "first_occurrence_from": "2025-01-01",
                "domain": repr([("id", "in", (self.bob + self.dan).ids)]),
                "step_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": self.env.ref(
                                "customer_tiering.mail_activity_type_stay_in_touch"
                            ).id
                        },
                    )
                ],
            }
        )
        for one in self.bob + self.dan:
            self.backdate(one, "2025-01-01 08:00:00")
        playbook.active = True
        playbook._open_due()
        self.assertEqual(playbook.play_ids.partner_id, self.dan)
        self.assertEqual(playbook.touch_waiting_count, 1)
