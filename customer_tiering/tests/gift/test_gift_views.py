from odoo.tests import Form, tagged

from ..gift_plan.test_gift_plan import PlanCase


@tagged("post_install", "-at_install", "gift")
class TestGiftViews(PlanCase):
    def test_every_view_loads_for_every_role(self):
        kinds = {
            "customer.gift.plan": ["list", "kanban", "form", "calendar", "search"],
            "customer.gift": [
                "list",
                "kanban",
                "form",
                "calendar",
                "pivot",
                "graph",
                "search",
                "activity",
            ],
            "customer.gift.plan.add": ["form"],
        }
        for user in (self.seller, self.manager, self.user("accountant")):
            for model, views in kinds.items():
                with self.subTest(model, user=user.login):
                    found = self.seen_by(user, self.env[model]).get_views(
                        [(False, view) for view in views]
                    )
                    self.assertEqual(set(found["views"]), set(views))
        wizard = self.seen_by(self.manager, self.env["customer.gift.reassign"])
        self.assertIn("gift_count", wizard.get_view(view_type="form")["arch"])
        held = self.env.ref("customer_tiering.customer_gift_view_list_held")
        arch = self.env["customer.gift"].get_view(held.id, "list")["arch"]
        self.assertIn("hold_reason", arch)

    def test_a_plan_in_its_form(self):
        with Form(self.seen_by(self.manager, self.env["customer.gift.plan"])) as form:
            form.occasion_date_id = self.feast
            form.budget_id = self.budget
            form.purpose = "Thanks"
            self.assertEqual(form.name, "Mid-Autumn of the test 2025")
        plan = form.record
        self.assertEqual(plan.user_id, self.manager)
        plan.action_make()
        self.assertEqual(plan.gift_count, 6)
        self.assertEqual(plan.to_approve_count, 6)
        action = plan.action_view_gifts()
        self.assertEqual(
            self.env["customer.gift"].search(action["domain"]), plan.gift_ids
        )
        self.assertFalse(
            self.env["customer.gift"].search(plan.action_view_held()["domain"])
        )

    def test_a_gift_in_its_form(self):
        tea = self.env["product.product"].create(
            {
                "name": "Tea",
                "standard_price": 30,
                "list_price": 45,
                "customer_gift_ok": True,
            }
        )
        contact = self.contact(self.buyers[0])
        with Form(self.seen_by(self.seller, self.env["customer.gift"])) as form:
            form.partner_id = contact
            self.assertEqual(form.partner_id, self.buyers[0])
            self.assertEqual(form.contact_id, contact)
            form.date = "2025-09-01"
            form.product_id = tea
            form.quantity = 2
            self.assertEqual(form.cost, 60)
        self.assertEqual(form.record.list_value, 90)
        self.assertEqual(form.record.tier_id, self.tier["TOP"])

    def test_filters_and_groups(self):
        self.made()
        view = self.env["customer.gift"].get_view(view_type="search")["arch"]
        for name in ("mine", "due", "held", "to_approve", "group_tier", "group_plan"):
            self.assertIn(f'name="{name}"', view)
        gifts = self.env["customer.gift"].with_context(read_group_expand=True)
        states = gifts.web_read_group(
            [("company_id", "=", self.company.id)], ["state"], ["__count"]
        )
        counts = {g["state"]: g["__count"] for g in states["groups"]}
        self.assertEqual(counts["proposed"], 6)
        self.assertEqual(counts["given"], 0)

    def test_delivery_list_and_labels(self):
        plan = self.made()
        self.buyers[0].write({"street": "Mill Lane 1", "city": "Leeds"})
        contact = self.contact(self.buyers[1], name="Buyer in chief", city="York")
        self.of(plan, 1).contact_id = contact
        self.of(plan, 2).user_id = self.manager
        plan.gift_ids.filtered(lambda g: g.amount > 200).action_approve()
        groups = plan._gifts_to_deliver()
        self.assertEqual(
            {group["user"]: len(group["gifts"]) for group in groups},
            {self.seller: 2, self.manager: 1},
        )
        for name in ("report_gift_delivery_list", "report_gift_labels"):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                f"customer_tiering.{name}", plan.ids
            )
            text = html.decode()
            with self.subTest(name):
                for wanted in ("Mill Lane 1", "Leeds", "Buyer in chief", "York"):
                    self.assertIn(wanted, text)
                self.assertNotIn("Customer 4", text)
                # neither what a layout makes of a variable of ours, nor an empty line
                self.assertNotIn("res.partner(", text)
                self.assertRegex(text, r"<div>Mill Lane 1</div>\s*<div>Leeds")
