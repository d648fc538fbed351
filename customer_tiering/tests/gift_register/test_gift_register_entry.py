from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.web.controllers.export import CSVExport

from ..gifts import GiftCase

REPORT = "customer_tiering.customer_gift_register_report"


@tagged("post_install", "-at_install", "gift")
class TestGiftRegisterEntry(GiftCase):
    """What was given or received without a plan is entered afterwards, and marked."""

    def enter(self, user=None, **values):
        wizard = (
            self.env["customer.gift.entry"]
            .with_user(user or self.seller)
            .create(
                {
                    "partner_id": self.buyers[0].id,
                    "date": "2025-05-05",
                    "description": "Dinner",
                    "form": "hospitality",
                    "cost": 90,
                    "purpose": "Met at the fair",
                    "late_reason": "I was travelling",
                    **values,
                }
            )
        )
        return self.env["customer.gift"].browse(wizard.action_enter()["res_id"])

    def test_after_the_fact(self):
        gift = self.enter()
        self.assertTrue(gift.number)
        self.assertRecordValues(
            gift,
            [
                {
                    "state": "given",
                    "after_the_fact": True,
                    "approver_id": False,
                    "user_id": self.seller.id,
                    "registered_by_id": self.seller.id,
                    "tier_id": self.tier["TOP"].id,
                    "delivered_on": gift.date,
                    "recipient_name": "Customer 1",
                }
            ],
        )

    def test_received(self):
        gift = self.enter(direction="received", purpose=False, received_use="shared")
        self.assertFalse(gift.after_the_fact)
        self.assertEqual(gift.received_use, "shared")

    def test_a_received_gift_that_was_declined(self):
        gift = self.enter(direction="received", state="declined", purpose=False)
        self.assertEqual((gift.state, gift.delivered_on), ("declined", False))

    def test_what_is_asked_for(self):
        with self.refuses("what it was:"):
            self.enter(description=" ")
        with self.refuses("what the gift was for"):
            self.enter(purpose="")
        with self.refuses("what was done with it"):
            self.enter(direction="received")
        with self.refuses("0 or more"):
            self.enter(cost=-1)
        with self.refuses("in the future"):
            self.enter(date="2199-01-01")

    def test_by_import(self):
        result = (
            self.env["customer.gift"]
            .with_user(self.seller)
            .with_context(allowed_company_ids=self.company.ids)
            .load(
                [
                    "partner_id/.id",
                    "date",
                    "state",
                    "cost",
                    "description",
                    "late_reason",
                ],
                [
                    [
                        str(self.buyers[1].id),
                        "2025-03-01",
                        "given",
                        "40",
                        "Tea",
                        "From the paper register",
                    ]
                ],
            )
        )
        self.assertFalse(result["messages"])
        gift = self.env["customer.gift"].browse(result["ids"])
        self.assertTrue(gift.number)
        self.assertTrue(gift.after_the_fact)

    def test_the_form_takes_the_business_of_a_person(self):
        person = self.contact(self.buyers[2], "Lin")
        form = Form(self.env["customer.gift.entry"].with_user(self.seller))
        form.partner_id = person
        self.assertEqual((form.partner_id, form.contact_id), (self.buyers[2], person))
        form.description = "Tea"
        form.purpose = "Thanks"
        entry = form.save()
        gift = self.env["customer.gift"].browse(entry.action_enter()["res_id"])
        self.assertEqual(gift.recipient_name, "Lin")

    def test_the_form_of_a_correction_is_filled_in(self):
        gift = self.enter()
        form = Form(
            self.env["customer.gift.entry"]
            .with_user(self.seller)
            .with_context(**gift.action_correct()["context"])
        )
        self.assertEqual((form.cost, form.description), (90, "Dinner"))
        form.reason = "There were two of us"
        form.cost = 45
        form.save().action_enter()
        self.assertEqual(gift.correction_ids.cost, 45)
        self.assertTrue(gift.correction_ids.after_the_fact)

    # ------------------------------------------------------------ out of the house

    def printed(self, user=None, **values):
        wizard = (
            self.env["customer.gift.register.print"]
            .with_user(user or self.manager)
            .create({"date_from": "2025-01-01", "date_to": "2025-12-31", **values})
        )
        wizard.action_print()
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(user or self.manager)
            ._render_qweb_html(REPORT, wizard.ids)
        )
        return html.decode()

    def test_printed_by_period_and_recipient(self):
        lin = self.contact(self.buyers[0], "Lin")
        one = self.enter(contact_id=lin.id, cost=90)
        two = self.enter(partner_id=self.buyers[1].id, cost=31.5)
        late = self.enter(date="2024-12-31")

        html = self.printed()
        self.assertIn(one.number, html)
        self.assertIn(two.number, html)
        self.assertNotIn(late.number, html)
        self.assertIn("121.50", html)  # 90 + 31.50

        html = self.printed(recipient="lin")
        self.assertIn(one.number, html)
        self.assertNotIn(two.number, html)

        html = self.printed(partner_id=self.buyers[1].id)
        self.assertNotIn(one.number, html)
        self.assertIn("31.50", html)

    def test_sums_leave_corrected_lines_out(self):
        gift = self.enter(cost=90)
        gift._correct({"cost": 45}, "There were two of us")
        wizard = self.env["customer.gift.register.print"].create(
            {
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "with_corrected": True,
            }
        )
        self.assertEqual(len(wizard.line_ids), 2)
        self.assertEqual([(t["count"], t["cost"]) for t in wizard._totals()], [(1, 45)])

    def test_a_salesperson_prints_his_own(self):
        own = self.enter()
        stranger = self.customer("Stranger")
        other = self.enter(
            user=self.manager, partner_id=stranger.id, user_id=self.manager.id
        )
        html = self.printed(user=self.seller)
        self.assertIn(own.number, html)
        self.assertNotIn(other.number, html)

    def test_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "No entry in the register matches"):
            self.printed()

    def test_an_export_starts_no_formula(self):
        gift = self.enter(description="=HYPERLINK(1)")
        rows = gift.export_data(["number", "description"])["datas"]
        text = CSVExport().from_data(
            self.env["customer.gift"]._fields, ["Number", "Description"], rows
        )
        self.assertIn("'=HYPERLINK(1)", text)

    def test_views(self):
        action = self.env.ref("customer_tiering.customer_gift_register_action")
        gift = self.enter()
        for role in ("user", "accountant", "manager", "compliance"):
            user = self.seller if role == "user" else self.manager
            if role in ("accountant", "compliance"):
                user = self.user(role)
            views = (
                self.env["customer.gift"]
                .with_user(user)
                .get_views([*action.views, (action.search_view_id.id, "search")])
            )
            self.assertIn("action_correct", views["views"]["form"]["arch"])
            found = (
                self.env["customer.gift"]
                .with_user(user)
                .search([("state", "in", ("given", "declined", "returned"))])
            )
            self.assertIn(gift, found)
        for xmlid in (
            "customer_gift_register_print_view_form",
            "customer_gift_entry_view_form",
            "res_config_settings_view_form",
        ):
            view = self.env.ref(f"customer_tiering.{xmlid}")
            arch = self.env[view.model].get_view(view.id, "form")["arch"]
            self.assertIn("<form", arch)
        self.assertIn("customer_gift_keep_years", arch)
