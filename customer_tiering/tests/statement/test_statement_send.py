from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .statements import StatementCase


@tagged("post_install", "-at_install", "benefit")
class TestStatementSend(StatementCase):
    """Who gets a statement, who does not and why, and how it goes out."""

    def wizard(self, user=None, **values):
        wizards = self.env["customer.tier.statement.send"]
        if user:
            wizards = self.seen_by(user, wizards)
        return wizards.create(
            {"scheme_id": self.pyramid.id, "whom": "chosen", **values}
        )

    # ------------------------------------------------------------ who is left out

    def test_why_customers_are_left_out(self):
        prospect, gone, silent = self.customers(3, "More")
        gone.active = False
        self.evaluate(self.pyramid)
        self.medium.email = "not an address"
        self.tier["SMALL"].public_name = False
        stranger = self.env["res.partner"].create({"name": "X", "is_company": True})
        self.sent(self.top)
        self.fell(self.big, self.pyramid._today() - timedelta(80), "BIG", "MEDIUM")
        found = self.reasons(self.people | prospect | gone | stranger | silent)
        self.assertEqual(
            found,
            {
                self.top: "recent",
                self.big: "fallen",
                self.medium: "no_email",
                self.small: "not_told",
                # a lifecycle tier, which nobody is told of
                prospect: "not_told",
                silent: "not_told",
                gone: "archived",
                stranger: "no_standing",
            },
        )
        self.assertIsNone(self.reasons(self.big, fallen=True)[self.big])

    def test_a_fall_of_long_ago_or_undone_is_none(self):
        self.fell(self.top, self.pyramid._today() - timedelta(91))
        self.assertIsNone(self.reasons(self.top)[self.top])

    def test_a_contact_gets_it_if_the_customer_has_no_address(self):
        self.top.email = False
        self.contact(self.top, "Without")
        ada = self.contact(self.top, "Ada", email="ada@example.com", lang="en_US")
        self.assertEqual(self.make(self.top).contact_id, ada)

    def test_one_a_quarter(self):
        with freeze_time("2125-03-30 12:00:00"):
            self.sent(self.top)
            self.assertEqual(self.reasons(self.top)[self.top], "recent")
        with freeze_time("2125-04-02 12:00:00"):
            self.assertIsNone(self.reasons(self.top)[self.top])

    def test_two_people_at_once(self):
        statements = self.env["customer.tier.statement"]
        reached = statements._reach(self.pyramid, self.top)
        both = statements._open_for(self.pyramid, reached * 2, "queued")
        both._send()
        self.assertEqual(both.mapped("state"), ["sent", "cancelled"])
        self.assertTrue(both[1].note)

    def test_whoever_left_in_between_gets_none(self):
        statements = self.env["customer.tier.statement"]
        reached = statements._reach(self.pyramid, self.top)
        queued = statements._open_for(self.pyramid, reached, "queued")
        self.update(
            self.standing(self.pyramid, self.top),
            tier_id=self.tier["INACTIVE"].id,
        )
        queued._send()
        self.assertEqual(queued.state, "cancelled")
        self.assertFalse(queued.body)

    # ------------------------------------------------------------ mails

    def test_mails_in_the_language_of_each(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.tier["TOP"].with_context(lang="fr_FR").public_name = "Platine"
        template = self.env.ref("customer_tiering.customer_tier_statement_mail")
        template.with_context(lang="fr_FR").subject = "Vos avantages"
        self.top.lang = "fr_FR"
        before = self.env["mail.mail"].search([])
        statements = self.sent(self.top | self.big)
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mails), 2)
        french, english = (
            mails.filtered(lambda mail, one=one: mail.res_id == one.id)
            for one in statements
        )
        self.assertEqual(french.subject, "Vos avantages")
        self.assertIn("Platine", french.body_html)
        self.assertEqual(french.recipient_ids, self.top)
        self.assertEqual(english.subject.split(":")[0], self.company.name)
        self.assertIn("10 % off", english.body_html)
        self.assertIn(statements[1].access_token, english.body_html)
        self.assertNotIn(statements[0].access_token, english.body_html)
        self.assertEqual(set(statements.mapped("state")), {"sent"})

    def test_the_action_sends_what_is_queued(self):
        queued = self.make(self.top, "queued")
        draft = self.make(self.big)
        with self.enter_registry_test_mode():
            self.env.ref("customer_tiering.ir_cron_statement").method_direct_trigger()
        self.assertEqual(queued.state, "sent")
        self.assertTrue(queued.sent_on)
        self.assertEqual(draft.state, "draft")

    # ------------------------------------------------------------ the wizard

    def test_preview_and_send(self):
        self.medium.email = False
        form = Form(
            self.seen_by(
                self.manager, self.env["customer.tier.statement.send"]
            ).with_context(active_model="res.partner", active_ids=self.people.ids)
        )
        self.assertEqual(form.send_count, 3)
        self.assertEqual(form.left_out, "1: no e-mail address (Customer 3)")
        form.whom = "tiers"
        self.assertEqual(form.send_count, 0)
        form.tier_ids = self.tier["TOP"] | self.tier["MEDIUM"]
        self.assertEqual(form.send_count, 1)
        wizard = form.save()
        wizard.action_send()
        made = self.env["customer.tier.statement"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(made.partner_id, self.top)
        self.assertEqual(made.state, "queued")
        with self.refuses("Nobody is left"):
            wizard.action_send()

    def test_drafts_first(self):
        action = self.wizard(self.manager, partner_ids=self.top.ids).action_draft()
        draft = self.env["customer.tier.statement"].search(action["domain"])
        self.assertEqual((draft.state, draft.partner_id), ("draft", self.top))
        self.assertTrue(draft.body)
        self.seen_by(self.manager, draft).action_send()
        self.assertEqual(draft.state, "queued")
        with self.refuses("Choose drafts"):
            self.seen_by(self.manager, draft).action_send()

    def test_customers_of_other_salespeople(self):
        rival = self.user(
            "rival", groups="base.group_user,sales_team.group_sale_salesman"
        )
        wizard = self.wizard(rival, partner_ids=self.top.ids)
        self.assertEqual(wizard.send_count, 0)
        self.assertIn("customers of other salespeople", wizard.left_out)
        with self.refuses("Nobody is left"):
            wizard.action_send()
        self.assertEqual(
            self.wizard(self.seller, partner_ids=self.top.ids).send_count, 1
        )
        draft = self.make(self.top)
        with self.refuses("is a customer of Rita Sample", AccessError):
            self.seen_by(rival, draft).action_send()

    def test_nobody_writes_a_statement(self):
        draft = self.make(self.top)
        for user in (self.seller, self.manager, self.user("admin")):
            mine = self.seen_by(user, draft)
            for values in ({"body": "x"}, {"state": "sent"}):
                with self.refuses():
                    mine.write(values)
            with self.refuses(error=AccessError):
                mine.create({"partner_id": self.top.id})
        with self.refuses(error=AccessError):
            self.seen_by(self.seller, draft).unlink()
        self.seen_by(self.manager, draft).unlink()

    def test_a_statement_that_was_sent_is_never_deleted(self):
        sent = self.seen_by(self.manager, self.sent(self.top))
        # the key of the context is Odoo's own, and anybody can send it along
        for statement in (sent, sent.with_context(_force_unlink=True), sent.sudo()):
            with self.refuses("the customer has it"):
                statement.unlink()

    # ------------------------------------------------------------ companies

    def test_another_company_sees_and_sends_nothing(self):
        self.make(self.top)
        foreign = self.user("manager", self.new_company("Elsewhere Inc."))
        statements = self.seen_by(foreign, self.env["customer.tier.statement"])
        self.assertFalse(statements.search([]))
        with self.refuses(error=AccessError):
            self.wizard(foreign, partner_ids=self.top.ids).action_send()

    def test_a_branch_sees_what_its_company_sent(self):
        statement = self.sent(self.top)
        user = self.user("manager", self.new_branch("Tiering North"))
        self.assertEqual(
            self.seen_by(user, self.env["customer.tier.statement"]).search([]),
            statement,
        )

    def test_own_customers_only_if_the_company_says_so(self):
        statement = self.sent(self.top)
        rival = self.user(
            "rival", groups="base.group_user,sales_team.group_sale_salesman"
        )
        seen = self.seen_by(rival, self.env["customer.tier.statement"])
        self.assertEqual(seen.search([]), statement)
        self.company.customer_tier_own_customers = True
        self.assertFalse(seen.search([]))
        mine = self.seen_by(self.seller, self.env["customer.tier.statement"])
        self.assertEqual(mine.search([]), statement)

    def test_who_fell_is_not_told_to_others(self):
        self.company.customer_tier_own_customers = True
        rival = self.user(
            "rival", groups="base.group_user,sales_team.group_sale_salesman"
        )
        self.fell(self.top, date.today())
        wizard = self.wizard(rival, partner_ids=[Command.set(self.top.ids)])
        self.assertNotIn("fallen", wizard.left_out)
