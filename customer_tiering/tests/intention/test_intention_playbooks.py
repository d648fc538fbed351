from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .intentions import IntentionCase, at

THURSDAY = date(2025, 7, 3)
FRIDAY = date(2025, 7, 4)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestIntentionPlaybooks(IntentionCase):
    """What follows from what was told, by the shipped playbooks."""

    def told(self, customer, intention, day=THURSDAY, **values):
        with freeze_time(at(day)):
            lead = self.opportunity(customer)
            lead.write(values)
            self.say(lead, intention)
        return lead

    def test_all_are_off_and_can_be_switched_on(self):
        for name in ("interested", "hesitating", "expected"):
            playbook = self.env.ref(f"customer_tiering.playbook_{name}")
            self.assertFalse(playbook.active)
            self.seen_by(self.manager, playbook).active = True
            self.assertEqual(playbook.company_id, self.company)
            self.assertTrue(all(playbook.step_ids.mapped("script")))

    def test_interested_takes_the_activity_of_the_button(self):
        playbook = self.shipped("interested")
        lead = self.told(self.ann, "interested")
        activity = self.on(lead)
        self.night(playbook, FRIDAY)
        play = self.plays(playbook)
        self.assertEqual(play.occurrence, f"interested:{lead.id}:2025-07-03")
        self.assertEqual(play.step_ids.activity_id, activity)
        self.assertTrue(play.step_ids.adopted)
        self.assertEqual(self.on(lead), activity)
        self.assertIn("interested since 07/03/2025", play.reason)
        # the same words open nothing twice
        self.night(playbook, FRIDAY + DAY)
        self.assertEqual(self.plays(playbook), play)
        with freeze_time(at(FRIDAY)):
            stage = self.env["crm.stage"].search(
                [("id", "!=", lead.stage_id.id), ("is_won", "=", False)], limit=1
            )
            lead.stage_id = stage
        self.update(lead, date_last_stage_update="2025-07-05 12:00:00")
        self.night(playbook, FRIDAY + 2 * DAY)
        self.assertEqual(play.outcome, "goal")

    def test_the_opportunitys_own_salesperson_does_it(self):
        playbook = self.shipped("hesitating")
        rival = self.user("rival", groups="sales_team.group_sale_salesman")
        lead = self.told(self.ann, "hesitating", user_id=self.seller.id)
        lead.user_id = rival
        self.night(playbook, FRIDAY)
        self.assertEqual(self.on(lead).user_id, rival)

    def test_three_calls_and_each_end(self):
        """Hesitating ends in wants, later or never, and the opportunity knows it."""
        playbook = self.shipped("hesitating")
        for answer, intention, outcome in (
            ("Wants to buy", "interested", "goal"),
            ("Later", "not_now", "done"),
            ("Definitely not", "no", "cancelled"),
        ):
            customer = self.customer(answer, user_id=self.seller.id)
            self.invoices([(customer, 10, date(2025, 6, 20))])
            self.evaluate(self.pyramid)
            lead = self.told(customer, "hesitating")
            day = FRIDAY
            self.night(playbook, day)
            with self.subTest(answer), freeze_time(at(day)):
                for call in ("Still considering", "Not reached"):
                    self.assertEqual(lead.customer_tier_intention, "hesitating")
                    self.done(self.on(lead), call, day)
                third = self.on(lead)
                self.assertIn("Third call", third.summary)
                self.done(third, answer, day)
                play = self.plays(playbook, customer)
                self.assertEqual(len(play.step_ids), 3)
                self.assertEqual(set(play.step_ids.mapped("state")), {"done"})
                self.assertEqual(play.outcome, outcome)
                self.assertEqual(lead.customer_tier_intention_said, intention)
                reacts = self.on(lead)
                self.assertEqual(bool(reacts), intention == "interested")

    def test_what_is_told_meanwhile_ends_the_calls(self):
        playbook = self.shipped("hesitating")
        lead = self.told(self.ann, "hesitating")
        self.night(playbook, FRIDAY)
        with freeze_time(at(FRIDAY)):
            self.done(self.on(lead), "Still considering", FRIDAY)
            self.say(lead, "not_now")
        self.assertEqual(self.plays(playbook).outcome, "overtaken")
        self.assertFalse(self.on(lead))

    def test_won_and_lost_end_the_calls(self):
        playbook = self.shipped("hesitating")
        leads = self.told(self.ann, "hesitating") + self.told(self.ben, "hesitating")
        self.night(playbook, FRIDAY)
        self.assertEqual(len(self.on(leads[0]) + self.on(leads[1])), 2)
        with freeze_time(at(FRIDAY)):
            leads[0].action_set_won()
            leads[1].action_set_lost()
        self.assertEqual(self.plays(playbook, self.ann).outcome, "goal")
        self.assertEqual(self.plays(playbook, self.ben).outcome, "overtaken")
        self.assertFalse(self.on(leads[0]) + self.on(leads[1]))

    def test_lost_and_restored(self):
        """The calls do not come back for what was told before; told again, they do."""
        playbook = self.shipped("hesitating")
        lead = self.told(self.ann, "hesitating")
        self.night(playbook, FRIDAY)
        with freeze_time(at(FRIDAY)):
            lead.action_set_lost()
            lead.action_restore()
        self.night(playbook, FRIDAY + DAY)
        self.assertEqual(len(self.plays(playbook)), 1)
        with freeze_time(at(FRIDAY + DAY)):
            lead.customer_tier_intention_said = "hesitating"
        self.night(playbook, FRIDAY + 2 * DAY)
        self.assertEqual(len(self.plays(playbook)), 2)

    def test_merged_opportunities_have_one_play(self):
        playbook = self.shipped("hesitating")
        lead = self.told(self.ann, "hesitating")
        other = self.opportunity(self.ann, probability=99)
        self.night(playbook, FRIDAY)
        play = self.plays(playbook)
        with freeze_time(at(FRIDAY)):
            merged = (lead + other).merge_opportunity()
        self.env.invalidate_all()
        self.assertEqual(merged, other)
        self.assertEqual(play.outcome, "merged")
        self.assertEqual(play.res_id, merged.id)
        self.night(playbook, FRIDAY + DAY)
        (following,) = self.plays(playbook) - play
        self.assertEqual(following.res_id, merged.id)
        self.assertEqual(len(self.on(merged)), 1)

    # ------------------------------------------------------------ not now

    def test_the_reminder_goes_by_the_channel_that_was_agreed(self):
        playbook = self.shipped("expected")
        for channel in ("phone", "email", "messenger", "post"):
            customer = self.customer(channel, user_id=self.seller.id)
            self.invoices([(customer, 10, date(2025, 6, 20))])
        self.evaluate(self.pyramid)
        customers = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", self.pyramid.id)]
        )
        for channel in ("phone", "email", "messenger", "post"):
            lead = self.told(
                customers.partner_id.filtered(lambda one, c=channel: one.name == c),
                "not_now",
                date_deadline="2025-09-01",
                customer_tier_reminder_channel=channel,
                customer_tier_consent_text=f"Write <{channel}>",
            )
            with self.subTest(channel):
                self.night(playbook, date(2025, 8, 17))
                self.assertFalse(self.on(lead))
                self.night(playbook, date(2025, 8, 18))
                activity = self.on(lead)
                kind = f"customer_tiering.mail_activity_type_remind_{channel}"
                self.assertEqual(activity.activity_type_id, self.env.ref(kind))
                self.assertIn("agreed on 07/03/2025", activity.note)
                self.assertIn(f"Write &lt;{channel}&gt;", activity.note)
                key = f"expected:{lead.id}:2025-09-01"
                self.assertEqual(self.plays(playbook, lead.partner_id).occurrence, key)

    def test_no_consent_no_reminder(self):
        playbook = self.shipped("expected")
        lead = self.told(self.ann, "not_now", date_deadline="2025-07-10")
        self.night(playbook, FRIDAY)
        self.assertFalse(self.plays(playbook))
        with freeze_time(at(FRIDAY)):
            lead.customer_tier_reminder_channel = "phone"
        self.night(playbook, FRIDAY + DAY)
        self.assertTrue(self.on(lead))
        with freeze_time(at(FRIDAY + DAY)):
            lead.customer_tier_reminder_channel = False
        self.assertEqual(self.plays(playbook).outcome, "overtaken")
        self.assertFalse(self.on(lead))
        self.night(playbook, FRIDAY + 2 * DAY)
        self.assertFalse(self.on(lead))

    def test_another_channel_is_taken_at_once(self):
        playbook = self.shipped("expected")
        lead = self.told(
            self.ann,
            "not_now",
            date_deadline="2025-07-10",
            customer_tier_reminder_channel="phone",
        )
        self.night(playbook, FRIDAY)
        with freeze_time(at(FRIDAY)):
            lead.customer_tier_reminder_channel = "post"
        activity = self.on(lead)
        self.assertEqual(
            activity.activity_type_id,
            self.env.ref("customer_tiering.mail_activity_type_remind_post"),
        )
        self.assertFalse(self.plays(playbook).outcome)

    def test_another_day_is_another_reminder(self):
        playbook = self.shipped("expected")
        lead = self.told(
            self.ann,
            "not_now",
            date_deadline="2025-07-10",
            customer_tier_reminder_channel="phone",
        )
        self.night(playbook, FRIDAY)
        with freeze_time(at(FRIDAY)):
            lead.date_deadline = "2025-12-01"
        self.assertFalse(self.on(lead))
        self.night(playbook, FRIDAY + DAY)
        self.assertFalse(self.on(lead))
        self.night(playbook, date(2025, 11, 17))
        self.assertTrue(self.on(lead))

    # ------------------------------------------------------------ quoted

    def test_quoted_leads_to_the_open_play(self):
        playbook = self.playbook("quote_unopened", days=1)
        lead = self.opportunity(self.ann)
        order = self.quotation(lead, "2025-07-01 10:00:00")
        with freeze_time(at(THURSDAY)):
            action = self.say(lead, "quoted")
        self.assertEqual(action["res_model"], "sale.order")
        self.night(playbook, THURSDAY)
        self.assertEqual(self.plays(playbook).res_id, order.id)
        self.env.invalidate_all()
        self.assertEqual(self.seen_by(self.seller, lead).customer_tier_play_count, 1)
        with freeze_time(at(THURSDAY)):
            action = self.say(lead, "quoted")
        plays = self.seen_by(self.seller, self.env[action["res_model"]])
        self.assertEqual(plays.search(action["domain"]), self.plays(playbook))

    # ------------------------------------------------------------ companies

    def test_two_companies_have_their_own_plays(self):
        """One opportunity opens no play in the playbook of another company."""
        other = self.new_company("Elsewhere Inc.")
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, company_id=other.id)
        self.invoices([(self.ann, 5, date(2025, 6, 1))], company=other)
        self.evaluate(scheme)
        ours = self.playbook("hesitating")
        theirs = self.playbook("hesitating", scheme_id=scheme.id)
        lead = self.told(self.ann, "hesitating", company_id=False)
        self.night(ours + theirs, FRIDAY)
        self.assertEqual(self.plays(ours).res_id, lead.id)
        self.assertFalse(self.plays(theirs))

    def test_the_same_number_of_statements_for_many(self):
        playbook = self.shipped("hesitating", daily_cap=0)

        def night(day):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(at(day, 2)):
                playbook._open_due()
            return self.cr.sql_log_count - before

        self.told(self.ann, "hesitating")
        few = night(FRIDAY)
        customers = self.customers(15)
        self.invoices([(one, 10, date(2025, 6, 20)) for one in customers])
        self.evaluate(self.pyramid)
        for customer in customers:
            self.told(customer, "hesitating", user_id=self.seller.id)
        many = night(FRIDAY + DAY)
        self.assertEqual(len(self.plays(playbook)), 16)
        self.assertLessEqual(many, few)
