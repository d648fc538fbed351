from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..gift_plan.test_gift_plan import PlanCase


@tagged("post_install", "-at_install", "gift")
class TestGiftWizards(PlanCase):
    """Add to gift plan, reassignment, and gifts seen from the contact."""

    def add(self, user, customers, plan, **values):
        wizard = self.seen_by(user, self.env["customer.gift.plan.add"]).with_context(
            active_model="res.partner",
            active_ids=customers.ids,
            allowed_company_ids=self.company.ids,
        )
        return wizard.create({"plan_id": plan.id, **values})

    # ------------------------------------------------------------ add to plan

    def test_many_at_once_and_who_is_left_out(self):
        plan = self.new_plan(domain=f"[('id', '!=', {self.buyers[3].id})]")
        plan.action_make()
        plan.action_open()
        stranger = self.customer("Stranger", user_id=self.seller.id)
        colleagues = self.buyers[7]
        colleagues.user_id = self.manager
        archived = self.buyers[8]
        archived.active = False
        contact = self.contact(self.buyers[9])
        chosen = (
            self.buyers[0] + stranger + self.buyers[6] + colleagues + archived + contact
        )

        wizard = self.add(self.seller, chosen, plan, amount=50)
        action = wizard.action_add()

        added = plan.gift_ids.filtered("edited")
        self.assertEqual(added.partner_id, self.buyers[6] + self.buyers[9])
        self.assertEqual(added.mapped("cost"), [50, 50])
        self.assertEqual(added.tier_id, self.tier["SMALL"])
        self.assertEqual(added.user_id, self.seller)
        self.assertEqual(wizard.added_count, 2)
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(
            dict(line.split(": ", 1) for line in wizard.left_out.splitlines()),
            {
                "Customer 1": "already in the plan",
                "Customer 8": f"a customer of {self.manager.name}",
                "Customer 9": "archived",
                "Stranger": "no tier in “Test scheme”, or not a customer of the plan",
            },
        )
        # and a refresh leaves them where they are
        plan.action_make()
        self.assertEqual(added.exists(), added)

    def test_what_the_budget_allows_where_no_cost_is_named(self):
        plan = self.new_plan()
        self.buyers[6].user_id = False
        action = self.add(self.manager, self.buyers[:7], plan).action_add()
        self.assertEqual(self.of(plan, 6).user_id, self.manager)
        self.assertEqual(
            plan.gift_ids.sorted("partner_id").mapped("cost"),
            [400, 300, 300, 200, 200, 200, 0],
        )
        self.assertEqual(action["tag"], "display_notification")
        lines = plan.gift_ids.budget_line_id
        self.assertEqual(lines.tier_id.mapped("code"), ["TOP", "BIG", "MEDIUM"])

    def test_a_product(self):
        plan = self.new_plan()
        tea = self.env["product.product"].create(
            {
                "name": "Tea",
                "standard_price": 30,
                "list_price": 45,
                "customer_gift_ok": True,
            }
        )
        self.add(self.manager, self.buyers[0], plan, product_id=tea.id).action_add()
        self.assertRecordValues(
            plan.gift_ids, [{"product_id": tea.id, "cost": 30, "list_value": 45}]
        )

    def test_sentences(self):
        plan = self.new_plan()
        plan.action_open()
        plan.action_close()
        with self.assertRaisesRegex(UserError, "is closed. Choose an open plan"):
            self.add(self.manager, self.buyers, plan).action_add()
        plan.action_open()
        with self.assertRaisesRegex(UserError, "cannot be negative"):
            self.add(self.manager, self.buyers, plan, amount=-1)
        with self.assertRaisesRegex(UserError, "at least one customer"):
            self.add(self.manager, self.buyers.browse(), plan).action_add()
        plain = self.user("plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.add(plain, self.buyers, plan)

    # ------------------------------------------------------------ reassignment

    def reassign(self, **values):
        wizard = self.seen_by(self.manager, self.env["customer.gift.reassign"])
        return wizard.create(
            {
                "from_user_id": self.seller.id,
                "to_user_id": self.manager.id,
                **values,
            }
        )

    def test_open_gifts_go_to_the_other(self):
        plan = self.made()
        given = self.of(plan, 0)
        given.action_approve()
        given.action_give()
        by_hand = self.gift(self.buyers[9])
        wizard = self.reassign(plan_ids=plan.ids, with_customers=False)
        self.assertEqual(wizard.gift_count, 5)
        wizard.action_reassign()
        self.assertEqual((given + by_hand).user_id, self.seller)
        moved = plan.gift_ids - given
        self.assertEqual(moved.user_id, self.manager)
        self.assertEqual(self.buyers.user_id, self.seller)
        plan.action_make()
        self.assertEqual(moved.user_id, self.manager)

        with self.assertRaises(AccessError):
            # who may not change contacts cannot hand them over
            self.reassign().action_reassign()
        self.manager.group_ids += self.env.ref("base.group_partner_manager")
        self.reassign().action_reassign()
        self.assertEqual(by_hand.user_id, self.manager)
        self.assertEqual(self.buyers[9].user_id, self.manager)
        self.assertEqual(self.buyers[8].user_id, self.seller)
        with self.assertRaisesRegex(UserError, "has no open gifts"):
            self.reassign().action_reassign()
        with self.assertRaisesRegex(UserError, "two different"):
            self.reassign(to_user_id=self.seller.id).action_reassign()
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, self.reassign()).action_reassign()

    # ------------------------------------------------------------ from the contact

    def test_gift_due_and_count(self):
        plan = self.made()
        self.TODAY = plan.date
        contact = self.contact(self.buyers[0])
        partners = self.seen_by(self.seller, self.env["res.partner"])
        ours = [("id", "in", (self.buyers + contact).ids)]
        found = partners.search([*ours, ("customer_tier_gift_due", "=", True)])
        # due to the customer, and not to each of their contacts
        self.assertEqual(found, self.buyers[:6])
        found = partners.search([*ours, ("customer_tier_gift_due", "=", False)])
        self.assertEqual(found, self.buyers[6:] + contact)
        far = self.gift(self.buyers[7], date="2035-01-01")
        mine = self.seen_by(self.seller, self.buyers + contact)
        self.assertEqual(
            mine.mapped("customer_tier_gift_count"),
            [1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1],
        )
        self.assertFalse(mine[7].customer_tier_gift_due)
        self.assertFalse(mine[-1].customer_tier_gift_due)
        self.assertTrue(mine[0].customer_tier_gift_due)
        self.assertEqual(mine[0].customer_tier_gift_date, plan.date)
        # what is planned for later stands beside
        planned = [*ours, ("customer_tier_gift_planned", "=", True)]
        self.assertEqual(partners.search(planned), self.buyers[7])
        self.assertEqual(mine.filtered("customer_tier_gift_planned"), mine[7])
        self.assertEqual(mine[7].customer_tier_gift_date, far.date)
        action = mine[7].action_view_customer_tier_gifts()
        self.assertEqual(self.env["customer.gift"].search(action["domain"]), far)
        # what is not theirs is not counted
        self.buyers[0].user_id = self.manager
        plan.gift_ids.filtered(
            lambda g: g.partner_id == self.buyers[0]
        ).sudo().user_id = self.manager
        mine.invalidate_recordset()
        self.assertEqual(mine[0].customer_tier_gift_count, 0)
        self.assertFalse(mine[0].customer_tier_gift_due)

    def test_the_count_takes_the_same_statements_for_many(self):
        self.made()
        partners = self.seen_by(self.seller, self.buyers)
        partners.mapped("customer_tier_gift_count")
        for some in (partners[:2], partners):
            self.env.invalidate_all()
            partners.mapped("commercial_partner_id")
            self.env["customer.gift"].search([], limit=1)
            # the gifts, and whose deputy the reader is
            with self.assertQueryCount(__system__=2):
                some.mapped("customer_tier_gift_count")
