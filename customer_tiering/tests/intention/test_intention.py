from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .intentions import INTENTIONS, IntentionCase

NOON = "2025-07-03 12:00:00"
WORDS = "Hello"


@tagged("post_install", "-at_install", "playbook")
class TestIntention(IntentionCase):
    """What people set and what is found by itself go together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time(NOON)
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)

    def found(self, intention, leads):
        """Those of ``leads`` that a search finds."""
        domain = [("customer_tier_intention", "=", intention), ("id", "in", leads.ids)]
        return self.env["crm.lead"].search(domain)

    # ------------------------------------------------------------ set and found

    def test_each_is_found_by_search_and_by_group(self):
        leads = self.env["crm.lead"]
        expected = {}
        for intention in (*INTENTIONS, False):
            customer = self.customer(str(intention))
            lead = self.opportunity(customer)
            if intention == "quoted":
                self.quotation(lead)
            else:
                lead.customer_tier_intention_said = intention
            expected[intention] = lead
            leads |= lead
        self.env.invalidate_all()
        for intention, lead in expected.items():
            with self.subTest(str(intention)):
                self.assertEqual(lead.customer_tier_intention, intention)
                self.assertEqual(self.found(intention, leads), lead)
        groups = leads._read_group(
            [("id", "in", leads.ids)], ["customer_tier_intention"], ["id:recordset"]
        )
        self.assertEqual(dict(groups), expected)
        both = leads.search(
            [
                ("id", "in", leads.ids),
                ("customer_tier_intention", "in", ["no", "quoted"]),
            ]
        )
        self.assertEqual(both, expected["no"] | expected["quoted"])
        others = leads.search(
            [("id", "in", leads.ids), ("customer_tier_intention", "!=", "quoted")]
        )
        self.assertEqual(others, leads - expected["quoted"])

    def test_what_is_set_stands_until_a_quotation_is_sent_after_it(self):
        lead = self.opportunity(self.ann, "hesitating")
        self.quotation(lead, "2025-07-03 11:00:00")
        self.assertEqual(lead.customer_tier_intention, "hesitating")
        self.quotation(lead, "2025-07-03 13:00:00")
        self.assertEqual(lead.customer_tier_intention, "quoted")
        self.assertEqual(lead.customer_tier_intention_said, "hesitating")
        with freeze_time("2025-07-03 14:00:00"):
            lead.customer_tier_intention_said = "interested"
        self.assertEqual(lead.customer_tier_intention, "interested")

    def test_said_again_counts_from_now(self):
        lead = self.opportunity(self.ann, "hesitating")
        self.quotation(lead, "2025-07-03 13:00:00")
        with freeze_time("2025-07-03 14:00:00"):
            self.say(lead, "hesitating")
        self.assertEqual(lead.customer_tier_intention, "hesitating")
        self.assertEqual(
            lead.customer_tier_intention_on, datetime(2025, 7, 3, 14, 0, 0)
        )

    def test_an_answer_ends_quoted(self):
        """A message, a meeting or a call that is done; that they opened it is none."""
        lead = self.opportunity(self.ann)
        order = self.quotation(lead, "2025-07-03 10:00:00")

        def intention():
            self.env.invalidate_all()
            return lead.customer_tier_intention

        order.message_post(
            body=WORDS,
            message_type="notification",
            subtype_xmlid="sale.mt_order_viewed",
            author_id=self.ann.id,
        )
        self.assertEqual(intention(), "quoted")
        order.message_post(
            body=WORDS,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.seller.partner_id.id,
        )
        self.assertEqual(intention(), "quoted")
        with self.cr.savepoint() as savepoint:
            order.message_post(
                body=WORDS,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=self.contact(self.ann).id,
            )
            self.assertFalse(intention())
            savepoint.rollback()
        self.assertEqual(intention(), "quoted")
        with self.cr.savepoint() as savepoint:
            lead.activity_schedule("mail.mail_activity_data_call").action_feedback()
            # the day of the call is later than the quotation
            self.update(order, customer_tier_sent_on="2025-07-02 10:00:00")
            self.assertFalse(intention())
            savepoint.rollback()
        self.update(order, validity_date=date(2025, 7, 2))
        self.assertFalse(intention())

    def test_the_rule_is_that_of_the_playbooks(self):
        """Found by the playbooks or not, it is the same quotations."""
        leads = self.env["crm.lead"]
        for place in range(6):
            customer = self.customer(f"Quoted {place}", user_id=self.seller.id)
            self.invoices([(customer, 10, date(2025, 6, 20))])
            leads |= self.opportunity(customer)
        self.evaluate(self.pyramid)
        orders = self.env["sale.order"].union(
            *(self.quotation(lead, "2025-06-25 10:00:00") for lead in leads)
        )
        orders[0].action_confirm()
        orders[1].message_post(
            body=WORDS,
            message_type="email",
            author_id=leads[1].partner_id.id,
        )
        self.update(orders[2], validity_date=date(2025, 7, 1))
        orders[3].action_draft()
        silent = self.playbook("quote_unopened", days=1)
        rows = self.env.execute_query(silent._triggers()["quote_unopened"].rows())
        by_playbooks = {row[3] for row in rows}
        found = self.found("quoted", leads)
        self.assertEqual(set(found.order_ids.ids), by_playbooks & set(orders.ids))
        self.assertEqual(found, leads[4:])

    def test_closed_opportunities_are_not_quoted(self):
        lead = self.opportunity(self.ann)
        self.quotation(lead)
        self.assertEqual(lead.customer_tier_intention, "quoted")
        lead.action_set_lost()
        self.assertFalse(lead.customer_tier_intention)
        with self.refuses("closed"):
            self.say(lead, "interested")

    def test_one_statement_for_all(self):
        few = self.opportunity(self.ann) + self.opportunity(self.ben)
        many = few.union(*(self.opportunity(self.ann) for _ in range(20)))
        for lead in many:
            self.quotation(lead)
        counted = []
        # what is read once for all
        few.mapped("customer_tier_intention")
        for leads in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            leads.mapped("order_ids.state")
            before = self.cr.sql_log_count
            self.assertEqual(set(leads.mapped("customer_tier_intention")), {"quoted"})
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(*counted)

    # ------------------------------------------------------------ by people

    def test_who_and_when_is_kept(self):
        lead = self.opportunity(self.ann).with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.say(lead, "hesitating")
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        (line,) = lead.message_ids.tracking_value_ids.filtered(
            lambda one: one.field_id.name == "customer_tier_intention_said"
        )
        self.assertEqual(line.new_value_char, "Hesitating")
        self.assertEqual(line.mail_message_id.author_id, self.seller.partner_id)
        self.assertEqual(lead.customer_tier_intention_on, datetime(2025, 7, 3, 12))

    def test_a_second_click_takes_it_back(self):
        lead = self.opportunity(self.ann)
        self.say(lead, "not_now")
        self.say(lead, "not_now")
        self.assertFalse(lead.customer_tier_intention)
        self.assertFalse(lead.customer_tier_intention_on)

    def test_nobody_sets_quoted(self):
        lead = self.opportunity(self.ann)
        with self.refuses("found as soon as"):
            lead.customer_tier_intention = "quoted"
        for wrong in ("paid", False, ["no"], {}):
            with self.subTest(str(wrong)), self.refuses("Choose one"):
                self.say(lead, wrong)
        lead.customer_tier_intention = "not_now"
        self.assertEqual(lead.customer_tier_intention_said, "not_now")

    def test_interested_plans_the_next_working_day(self):
        """July 3 is a Thursday, July 4 a holiday of the company."""
        calendar = self.company.resource_calendar_id
        self.assertTrue(calendar)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Independence Day",
                "company_id": self.company.id,
                "calendar_id": calendar.id,
                "date_from": "2025-07-04 00:00:00",
                "date_to": "2025-07-05 08:00:00",
            }
        )
        lead = self.opportunity(self.ann)
        self.say(lead, "interested")
        activity = self.on(lead)
        self.assertEqual(activity.date_deadline, date(2025, 7, 7))
        self.assertEqual(activity.user_id, self.seller)
        # once, however often it is said
        self.say(lead, "interested")
        self.say(lead, "interested")
        self.assertEqual(self.on(lead), activity)

    def test_the_next_stage_is_proposed_and_never_forced(self):
        stages = self.env["crm.stage"]
        stages.search([]).team_ids = False
        first, second = stages.search([("is_won", "=", False)], limit=2)
        lead = self.opportunity(self.ann, stage_id=first.id)
        self.update(lead, date_last_stage_update="2025-07-01 14:00:00")
        self.assertFalse(lead.customer_tier_next_stage_id)
        with freeze_time("2025-07-03 13:00:00"):
            self.say(lead, "interested")
        self.assertEqual(lead.customer_tier_next_stage_id, second)
        self.assertEqual(lead.stage_id, first)
        self.seen_by(self.seller, lead).action_customer_tier_next_stage()
        self.update(lead, date_last_stage_update="2025-07-03 14:00:00")
        self.assertEqual(lead.stage_id, second)
        self.assertFalse(lead.customer_tier_next_stage_id)
        last = stages.search([("is_won", "=", False)])[-1]
        other = self.opportunity(self.ben, "interested", stage_id=last.id)
        self.update(other, date_last_stage_update="2025-07-01 14:00:00")
        self.assertFalse(other.customer_tier_next_stage_id)

    def test_definitely_not_asks_why(self):
        lead = self.opportunity(self.ann)
        action = self.say(lead, "no")
        self.assertEqual(action["res_model"], "crm.lead.lost")
        self.assertFalse(lead.customer_tier_intention_said)
        wizard = self.seen_by(self.seller, self.env["crm.lead.lost"])
        wizard.with_context(**action["context"]).create({}).action_lost_reason_apply()
        self.assertEqual(lead.customer_tier_intention_said, "no")
        self.assertEqual(lead.won_status, "lost")

    def test_restored_opportunities_are_open_again(self):
        never, later = self.opportunity(self.ann, "no"), self.opportunity(self.ben)
        later.customer_tier_intention_said = "not_now"
        (never + later).action_set_lost()
        self.seen_by(self.seller, never + later).action_restore()
        self.assertFalse(never.customer_tier_intention_said)
        self.assertEqual(later.customer_tier_intention_said, "not_now")

    # ------------------------------------------------------------ consent

    def test_consent_has_a_day_and_belongs_to_a_person(self):
        lead = self.opportunity(self.ann, "not_now")
        lead.customer_tier_reminder_channel = "phone"
        lead.customer_tier_consent_text = "In March"
        self.assertEqual(lead.customer_tier_consent_on, date(2025, 7, 3))
        lead.name = "Asks for more hammers"
        self.assertEqual(lead.customer_tier_reminder_channel, "phone")
        lead.partner_id = self.ben
        self.assertFalse(lead.customer_tier_reminder_channel)
        self.assertFalse(lead.customer_tier_consent_on)
        self.assertFalse(lead.customer_tier_consent_text)
        # a contact that is found for the address of the opportunity is the same person
        nameless = self.opportunity(None, customer_tier_reminder_channel="email")
        self.assertEqual(nameless.customer_tier_consent_on, date(2025, 7, 3))
        nameless.partner_id = self.ann
        self.assertEqual(nameless.customer_tier_reminder_channel, "email")

    # ------------------------------------------------------------ hesitating

    def hesitating(self, company=None):
        leads = self.env["crm.lead"]
        if company:
            leads = leads.with_context(allowed_company_ids=company.ids)
        rows = self.env.execute_query(leads._customer_tier_hesitating_sql())
        return self.env["res.partner"].browse(id_ for (id_,) in rows)

    def test_who_hesitates(self):
        contact = self.contact(self.ben)
        lead = self.opportunity(contact, "hesitating")
        self.opportunity(self.ann, "interested")
        self.opportunity(None, "hesitating")
        self.assertEqual(self.hesitating() & (self.ann + self.ben), self.ben)
        self.quotation(lead, "2025-07-03 13:00:00")
        self.assertEqual(lead.customer_tier_intention, "quoted")
        self.assertIn(self.ben, self.hesitating())
        other = self.new_company("Elsewhere Inc.")
        self.assertNotIn(self.ben, self.hesitating(other))
        lead.action_set_lost()
        self.assertNotIn(self.ben, self.hesitating())

    # ------------------------------------------------------------ merges

    def test_merged_opportunities_keep_what_was_told_last(self):
        old = self.opportunity(self.ann, "hesitating", probability=90)
        old.customer_tier_reminder_channel = "phone"
        with freeze_time("2025-07-04 12:00:00"):
            new = self.opportunity(self.ann, "not_now", probability=10)
            new.customer_tier_reminder_channel = "email"
        silent = self.opportunity(self.ann, probability=50)
        feedback = self.env["customer.product.feedback"].create(
            {
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "text": "Too heavy",
                "lead_id": new.id,
            }
        )
        manager = self.seen_by(self.manager, old + new + silent)
        merged = manager.merge_opportunity(auto_unlink=True)
        self.env.invalidate_all()
        self.assertEqual(merged.customer_tier_intention_said, "not_now")
        self.assertEqual(merged.customer_tier_intention_on, datetime(2025, 7, 4, 12))
        self.assertEqual(merged.customer_tier_reminder_channel, "email")
        self.assertEqual(merged.customer_tier_consent_on, date(2025, 7, 4))
        self.assertEqual(feedback.lead_id.id, merged.id)

    def test_the_consent_of_another_person_is_not_merged(self):
        mine = self.opportunity(self.ann, probability=90)
        other = self.opportunity(self.ben, probability=10)
        other.customer_tier_reminder_channel = "phone"
        merged = (mine + other).merge_opportunity()
        self.assertEqual(merged.partner_id, self.ann)
        self.assertFalse(merged.customer_tier_reminder_channel)

    def test_merged_contacts(self):
        lead = self.opportunity(self.ben, "not_now")
        lead.customer_tier_reminder_channel = "phone"
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann + self.ben).ids, self.ann, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(lead.partner_id, self.ann)
        self.assertEqual(lead.customer_tier_reminder_channel, "phone")
        self.assertEqual(lead.customer_tier_intention, "not_now")


@tagged("post_install", "-at_install", "playbook")
class TestIntentionRights(IntentionCase):
    """Salespeople count their own opportunities; strangers read nothing of it."""

    def test_counts_are_of_what_one_may_read(self):
        rival = self.user("rival", groups="sales_team.group_sale_salesman")
        chief = self.user("chief", groups="sales_team.group_sale_salesman_all_leads")
        self.opportunity(self.ann, "interested")
        self.opportunity(self.ben, "interested", user_id=rival.id)
        theirs = self.opportunity(self.ben, user_id=rival.id)
        self.quotation(theirs)
        elsewhere = self.new_company("Elsewhere Inc.")
        self.opportunity(self.ann, "interested", company_id=elsewhere.id, user_id=False)
        domain = [("partner_id", "in", (self.ann + self.ben).ids)]
        for user, expected in (
            (self.seller, {"interested": 1}),
            (rival, {"interested": 1, "quoted": 1}),
            (chief, {"interested": 2, "quoted": 1}),
        ):
            leads = self.seen_by(user, self.env["crm.lead"])
            with self.subTest(user.login):
                self.assertEqual(
                    leads._customer_tier_intention_counts(domain), expected
                )
                for intention, count in expected.items():
                    own = [*domain, ("customer_tier_intention", "=", intention)]
                    self.assertEqual(leads.search_count(own), count)

    def test_nobody_sets_what_they_may_not_write(self):
        lead = self.opportunity(self.ann)
        rival = self.user("rival", groups="sales_team.group_sale_salesman")
        foreign = self.user(
            "foreign",
            self.new_company("Elsewhere Inc."),
            groups="sales_team.group_sale_manager",
        )
        plain = self.user("plain", groups="base.group_user")
        for user in (rival, foreign, plain):
            for method, args in (
                ("action_set_customer_tier_intention", ["interested"]),
                ("action_customer_tier_next_stage", []),
            ):
                with self.subTest(f"{user.login} {method}"):
                    with self.assertRaises(AccessError):
                        getattr(self.seen_by(user, lead), method)(*args)
        self.assertFalse(lead.customer_tier_intention_said)
        self.assertFalse(self.on(lead))
