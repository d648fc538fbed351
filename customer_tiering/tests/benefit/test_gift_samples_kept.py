import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .gift_samples import SampleCase


@tagged("post_install", "-at_install", "gift")
class TestGiftSamplesKept(SampleCase):
    """What was used stays written down; who may see and change what."""

    # ------------------------------------------------------------ what is kept

    def test_append_only_even_for_the_superuser(self):
        use = self.uses(self.sample(self.medium, 1)).sudo()
        with self.assertRaisesRegex(UserError, "cannot be changed.*reversal"):
            use.amount = 0
        for kept in (use, use.with_context(_force_unlink=True)):
            with self.assertRaisesRegex(UserError, "cannot be deleted.*reversal"):
                kept.unlink()

    def test_merged_customers(self):
        self.sample(self.medium, 3)
        self.sample(self.buyers[4], 4)
        self.sample(self.buyers[5], 1)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            wizard._merge((self.medium + self.buyers[4]).ids, self.medium)
        self.assertEqual(self.left(self.medium), (500, 70, 430))
        self.sample(self.medium, 1)
        self.assertEqual(self.left(self.medium), (500, 80, 420))

    def test_the_second_of_two_at_once_is_refused_by_postgresql(self):
        """Two connections: one has taken and not committed when the other comes."""
        benefit = self.env.ref("customer_tiering.customer_tier_benefit_samples")
        partner = self.env.ref("base.main_partner")
        purse = "customer.tier.benefit.purse"
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # both have begun
            first.execute("SELECT 1 FROM customer_tier_benefit_usage LIMIT 1")
            second.execute("SELECT 1 FROM customer_tier_benefit_usage LIMIT 1")
            self.env(cr=first)[purse]._open(benefit, partner)
            second.execute("SET lock_timeout = '200ms'")
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.LockNotAvailable),
            ):
                self.env(cr=second)[purse]._open(benefit, partner)
            second.rollback()
            second.execute("SELECT 1 FROM customer_tier_benefit_usage LIMIT 1")
            first.commit()
            try:
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(psycopg2.errors.SerializationFailure),
                ):
                    self.env(cr=second)[purse]._open(benefit, partner)
                second.rollback()
                # repeated, it sees what the first took
                self.env(cr=second)[purse]._open(benefit, partner)
                second.execute(
                    "SELECT takings FROM customer_tier_benefit_purse"
                    " WHERE benefit_id = %s AND partner_id = %s",
                    [benefit.id, partner.id],
                )
                self.assertEqual(second.fetchone(), (2,))
            finally:
                second.rollback()
                first.execute("DELETE FROM customer_tier_benefit_purse")
                first.commit()

    def test_confirming_stands_in_line(self):
        order = self.sample(self.medium, 1, confirm=False)
        opened = []
        purse = self.registry["customer.tier.benefit.purse"]
        self.patch(
            purse, "_open", lambda _self, benefit, partner: opened.append(partner)
        )
        order.action_confirm()
        self.assertEqual(opened, [self.medium])

    # ------------------------------------------------------------ rights, views

    def test_rights(self):
        order = self.sample(self.medium, 3)
        use = self.seen_by(self.seller, self.uses(order))
        self.assertEqual(use.amount, 30)
        self.assertEqual(self.seen_by(self.seller, self.balance(self.medium)).used, 30)
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, self.benefit).over = "warn"
        for model in ("customer.tier.benefit.usage", "customer.tier.benefit.purse"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user("admin")).create({})
        other = self.new_company("Elsewhere Inc.")
        stranger = self.user("admin", company=other)
        for records in (self.uses(order), self.balance(self.medium), self.benefit):
            with self.assertRaises(AccessError):
                self.seen_by(stranger, records).read(["display_name"])

    def test_a_salesperson_confirms(self):
        """Who may not write a use himself writes it by confirming."""
        sales = self.user(
            "sales", groups="base.group_user,sales_team.group_sale_salesman"
        )
        order = self.sample(self.medium, 3, confirm=False, user_id=sales.id)
        self.seen_by(sales, order).action_confirm()
        self.assertEqual(self.left(self.medium)[1], 30)
        with self.assertRaises(UserError):
            self.seen_by(sales, order).order_line[0].product_uom_qty = 51

    def test_only_one_allowance_for_a_scheme(self):
        with self.assertRaisesRegex(ValidationError, "already follows the tiers"):
            self.benefit.copy()
        example = self.env.ref("customer_tiering.customer_tier_benefit_samples")
        self.assertFalse(example.active)
        self.assertEqual(example.line_ids.mapped("amount"), [3000, 1000, 500, 0])
        with self.assertRaisesRegex(ValidationError, "choose the scheme"):
            example.active = True

    def test_views_load(self):
        for model, kinds in (
            ("customer.tier.benefit", ("list", "form")),
            (
                "customer.tier.benefit.usage",
                ("list", "pivot", "graph", "form", "search"),
            ),
            ("customer.tier.benefit.balance", ("list", "pivot", "search")),
        ):
            views = self.env[model].get_views([(False, kind) for kind in kinds])
            self.assertEqual(set(views["views"]), set(kinds))
        self.sample(self.medium, 3)
        action = self.medium.action_view_customer_tier_samples()
        self.assertEqual(action["domain"], [("partner_id", "=", self.medium.id)])
        balance = self.balance(self.medium)
        used = self.env["customer.tier.benefit.usage"].search(
            balance.action_view_usage()["domain"]
        )
        self.assertEqual(sum(used.mapped("amount")), balance.used)
        grouped = self.env["customer.tier.benefit.balance"]._read_group(
            [("benefit_id", "=", self.benefit.id)],
            ["user_id"],
            ["granted:sum", "used:sum", "amount_left:sum"],
        )
        # 3000 + 2 × 1000 + 3 × 500, of which 30 are used
        self.assertEqual(grouped, [(self.seller, 6500, 30, 6470)])

    def test_in_the_quotation_form(self):
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.medium
            with form.order_line.new() as line:
                line.product_id = self.product
                line.product_uom_qty = 60
                line.customer_tier_sample = True
                self.assertEqual(line.price_unit, 0)
            self.assertTrue(form.customer_tier_sample_over)
        self.assertEqual(form.record.order_line.price_unit, 0)
