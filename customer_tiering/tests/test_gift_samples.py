from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import REF
from .gifts import GiftCase


class SampleCase(GiftCase):
    """15 October 2025. Top, Big, Medium, Small may take 3,000, 1,000, 500, nothing.

    The buyers stand as in GiftCase since 30 June: the first is Top, the next two Big,
    three Medium, four Small. A hammer costs us 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2025-10-15 12:00:00")
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)
        cls.hammer = cls.product.with_company(cls.company)
        cls.hammer.standard_price = 10.0
        cls.benefit = cls.env["customer.tier.benefit"].create(
            {
                "name": "Samples of the test",
                "scheme_id": cls.pyramid.id,
                "over": "block",
                "tier_rule": "now",
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "amount": amount})
                    for code, amount in (
                        ("TOP", 3000),
                        ("BIG", 1000),
                        ("MEDIUM", 500),
                        ("SMALL", 0),
                    )
                ],
            }
        )
        cls.top, cls.big, cls.medium, cls.small = (
            cls.buyers[place] for place in (0, 1, 3, 6)
        )

    def sample(self, customer, quantity, confirm=True, **values):
        """An order of so many hammers as a sample, and one that is sold."""
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "customer_tier_sample": True,
                        }
                    ),
                    Command.create({"product_id": self.product.id, "price_unit": 50}),
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def balance(self, customer):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["customer.tier.benefit.balance"].search(
            [("benefit_id", "=", self.benefit.id), ("partner_id", "=", customer.id)]
        )

    def left(self, customer):
        """Granted, used, left."""
        balance = self.balance(customer)
        return (balance.granted, balance.used, balance.amount_left)

    def uses(self, order):
        return self.env["customer.tier.benefit.usage"].search(
            [("order_id", "=", order.id)], order="id"
        )

    def moved(self, customer, day, before, after):
        """A tier change of that day, as an evaluation writes it."""
        self.env["customer.tier.change"].create(
            {
                "partner_id": customer.id,
                "scheme_id": self.pyramid.id,
                "company_id": self.company.id,
                "evaluation_id": self.pyramid.last_evaluation_id.id,
                "date": day,
                "from_tier_id": before and self.tier[before].id,
                "to_tier_id": after and self.tier[after].id,
                "direction": "up",
            }
        )
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[after].id,
        )


@tagged("post_install", "-at_install", "gift")
class TestGiftSamples(SampleCase):
    def setUp(self):
        super().setUp()
        # the evaluation of GiftCase: everybody came in on 30 June
        self.update(
            self.env["customer.tier.change"].search(
                [("scheme_id", "=", self.pyramid.id)]
            ),
            date=date(2024, 6, 30),
        )

    # ------------------------------------------------------------ using

    def test_a_sample_is_free_and_used_on_confirmation(self):
        order = self.sample(self.medium, 7, confirm=False)
        free, sold = order.order_line
        self.assertEqual((free.price_unit, free.price_subtotal), (0, 0))
        self.assertEqual(sold.price_unit, 50)
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        order.action_confirm()
        self.assertEqual(self.left(self.medium), (500, 70, 430))
        self.assertRecordValues(
            self.uses(order),
            [
                {
                    "partner_id": self.medium.id,
                    "user_id": self.seller.id,
                    "tier_id": self.tier["MEDIUM"].id,
                    "quantity": 7,
                    "cost": 70,
                    "freight": 0,
                    "amount": 70,
                    "date": date(2025, 10, 15),
                    "kind": "use",
                    "over": False,
                    "reference": order.name,
                }
            ],
        )

    def test_contacts_use_their_company_s(self):
        department = self.contact(self.medium, "Purchasing")
        person = self.contact(department, "A buyer")
        self.sample(department, 20)
        self.sample(person, 10)
        self.assertEqual(self.left(self.medium), (500, 300, 200))
        self.assertEqual(person.customer_tier_sample_left, 200)
        self.assertEqual(self.medium.customer_tier_sample_used, 300)
        self.assertFalse(self.balance(person))

    def test_cancel_takes_back(self):
        order = self.sample(self.medium, 7)
        order._action_cancel()
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        self.assertEqual(self.uses(order).mapped("amount"), [70, -70])
        # again, at what it costs by then
        self.hammer.standard_price = 12
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self.left(self.medium), (500, 84, 416))

    def test_quantity_of_a_confirmed_line(self):
        order = self.sample(self.medium, 10)
        line = order.order_line[0]
        line.product_uom_qty = 4
        self.assertEqual(self.left(self.medium), (500, 40, 460))
        # what is added costs what it costs now; what stays keeps its cost
        self.hammer.standard_price = 20
        line.product_uom_qty = 6
        self.assertEqual(self.left(self.medium), (500, 80, 420))
        line.product_uom_qty = 0
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        self.assertEqual(sum(self.uses(order).mapped("quantity")), 0)
        with self.assertRaisesRegex(UserError, "takes"):
            line.product_uom_qty = 26

    def test_ticked_and_unticked_afterwards(self):
        order = self.sample(self.medium, 3)
        free, sold = order.order_line
        free.customer_tier_sample = False
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(free.price_unit, self.product.list_price)
        sold.customer_tier_sample = True
        self.assertEqual(sold.price_unit, 0)
        self.assertEqual(self.left(self.medium)[1], 10)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 2,
                    "customer_tier_sample": True,
                }
            )
        ]
        self.assertEqual(self.left(self.medium)[1], 30)

    def test_deleted_line_of_a_cancelled_order(self):
        order = self.sample(self.medium, 3)
        order._action_cancel()
        order.order_line.unlink()
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(len(self.uses(order)), 2)
        order.unlink()
        kept = self.env["customer.tier.benefit.usage"].search(
            [("partner_id", "=", self.medium.id)]
        )
        self.assertEqual(sum(kept.mapped("amount")), 0)
        self.assertEqual(len(kept), 2)

    def test_customer_of_a_confirmed_order_changes(self):
        order = self.sample(self.medium, 3)
        order.partner_id = self.big
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(self.left(self.big), (1000, 30, 970))

    def test_a_sample_with_a_price_is_refused(self):
        order = self.sample(self.medium, 3, confirm=False)
        with self.assertRaisesRegex(ValidationError, "is a sample and has a price"):
            order.order_line[0].price_unit = 5

    def test_in_dozens(self):
        order = self.sample(self.medium, 1, confirm=False)
        order.order_line[0].product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self.assertEqual(self.left(self.medium)[1], 120)

    # ------------------------------------------------------------ freight

    def test_freight_per_order(self):
        self.benefit.write({"freight": "fixed", "freight_amount": 15})
        order = self.sample(self.medium, 2)
        self.assertEqual(self.left(self.medium)[1], 35)
        order.order_line[0].product_uom_qty = 3
        self.assertEqual(self.left(self.medium)[1], 45)
        self.assertEqual(sum(self.uses(order).mapped("freight")), 15)
        order.order_line[0].product_uom_qty = 0
        self.assertEqual(self.left(self.medium)[1], 0)

    def test_freight_in_percent(self):
        self.benefit.write({"freight": "percent", "freight_percent": 12.5})
        order = self.sample(self.medium, 3)
        # 30 + 3.75
        self.assertEqual(self.left(self.medium)[1], 33.75)
        order.order_line[0].product_uom_qty = 1
        self.assertEqual(self.left(self.medium)[1], 11.25)
        order._action_cancel()
        self.assertEqual(self.left(self.medium)[1], 0)

    # ------------------------------------------------------------ over it

    def test_block(self):
        self.sample(self.medium, 45)
        order = self.sample(self.medium, 6, confirm=False)
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        for figure in ("450.00", "500.00", "50.00", "60.00", "Medium", order.name):
            self.assertIn(figure, str(refused.exception))
        # to the cent: exactly what is left is allowed
        self.sample(self.medium, 5)
        self.assertEqual(self.left(self.medium), (500, 500, 0))
        with self.assertRaises(UserError):
            self.sample(self.small, 1)

    def test_warn(self):
        self.benefit.over = "warn"
        order = self.sample(self.small, 1, confirm=False)
        self.assertTrue(order.customer_tier_sample_over)
        self.assertIn("That is too much", order.customer_tier_sample_note)
        order.action_confirm()
        self.assertTrue(self.uses(order).over)
        self.assertEqual(self.left(self.small), (0, 10, 0))
        self.assertTrue(
            order.message_ids.filtered(lambda m: "go over" in (m.body or ""))
        )

    def test_quotation_shows_what_is_left(self):
        order = self.sample(self.big, 4, confirm=False)
        self.assertFalse(order.customer_tier_sample_over)
        for figure in ("0.00 of", "1,000.00", "40.00", "Big"):
            self.assertIn(
                figure,
                order.customer_tier_sample_note.replace("\N{NO-BREAK SPACE}", "")
                .replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
                .replace("$", ""),
            )
        plain = self.order(self.big, confirm=False)
        self.assertFalse(plain.customer_tier_sample_note)

    def test_many_quotations_in_as_many_queries_as_one(self):
        orders = self.env["sale.order"].union(
            *(self.sample(buyer, 1, confirm=False) for buyer in self.buyers[:6])
        )
        counts = []
        for some in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            some.order_line.mapped("product_id.standard_price")
            some.partner_id.commercial_partner_id.mapped("name")
            before = self.env.cr.sql_log_count
            some.mapped("customer_tier_sample_note")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_who_is_not_limited(self):
        """A tier without a line, and somebody the scheme does not know."""
        self.benefit.line_ids.filtered(lambda li: li.amount == 500).unlink()
        self.sample(self.medium, 1000)
        balance = self.balance(self.medium)
        self.assertEqual((balance.limited, balance.used), (False, 10000))
        stranger = self.customer("Stranger", ref="NOT " + REF)
        order = self.sample(stranger, 3)
        self.assertEqual(self.uses(order).amount, 30)
        self.assertFalse(self.balance(stranger))

    def test_no_allowance_no_record(self):
        self.benefit.active = False
        order = self.sample(self.small, 3)
        self.assertFalse(self.uses(order))
        self.assertEqual(order.order_line[0].price_unit, 0)

    # ------------------------------------------------------------ tier changes

    def rises(self):
        """Medium from the beginning, Big since 1 July."""
        self.moved(self.medium, date(2025, 7, 1), "MEDIUM", "BIG")

    def falls(self):
        """Medium from the beginning, Small since 1 July."""
        self.moved(self.medium, date(2025, 7, 1), "MEDIUM", "SMALL")

    def test_rise_in_mid_year(self):
        self.rises()
        for rule, granted in (("now", 1000), ("start", 500), ("best", 1000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium), (granted, 0, granted), rule)

    def test_fall_in_mid_year(self):
        self.falls()
        for rule, granted in (("now", 0), ("start", 500), ("best", 500)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_up_and_down_again(self):
        self.moved(self.medium, date(2025, 4, 1), "MEDIUM", "TOP")
        self.moved(self.medium, date(2025, 8, 1), "TOP", "SMALL")
        for rule, granted in (("now", 0), ("start", 500), ("best", 3000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_change_of_last_year_and_on_the_first_day(self):
        self.moved(self.medium, date(2024, 12, 31), "TOP", "MEDIUM")
        for rule in ("now", "start", "best"):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], 500, rule)
        # the year begins with what came on its first day
        self.moved(self.big, date(2025, 1, 1), "TOP", "BIG")
        for rule in ("now", "start", "best"):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.big)[0], 1000, rule)

    def test_who_came_in_during_the_year(self):
        self.moved(self.medium, date(2025, 5, 1), None, "MEDIUM")
        self.moved(self.medium, date(2025, 9, 1), "MEDIUM", "BIG")
        for rule, granted in (("now", 1000), ("start", 500), ("best", 1000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_an_undone_evaluation_grants_nothing(self):
        self.benefit.tier_rule = "best"
        self.moved(self.medium, date(2025, 4, 1), "MEDIUM", "TOP")
        self.moved(self.medium, date(2025, 4, 1), "TOP", "MEDIUM")
        self.assertEqual(self.left(self.medium)[0], 3000)
        self.update(self.pyramid.last_evaluation_id, state="undone")
        self.assertEqual(self.left(self.medium)[0], 500)

    # ------------------------------------------------------------ year's edge

    def test_31_december_in_the_scheme_s_time_zone(self):
        """16:30 UTC on 31 December is the new year in Shanghai, not in UTC."""
        self.pyramid.tz = "Asia/Shanghai"
        with freeze_time("2025-12-31 15:30:00"):
            self.sample(self.medium, 50)
            self.assertEqual(self.left(self.medium), (500, 500, 0))
        with freeze_time("2025-12-31 16:30:00"):
            self.assertEqual(self.left(self.medium), (500, 0, 500))
            order = self.sample(self.medium, 1)
            self.assertEqual(self.uses(order).date, date(2026, 1, 1))
            self.assertEqual(self.left(self.medium), (500, 10, 490))

    def test_year_that_begins_in_april(self):
        self.benefit.first_month = "4"
        with freeze_time("2025-03-31 12:00:00"):
            self.assertEqual(
                self.benefit._year(), (date(2024, 4, 1), date(2025, 3, 31))
            )
            self.sample(self.medium, 50)
            self.assertEqual(self.left(self.medium)[2], 0)
        with freeze_time("2025-04-01 12:00:00"):
            self.assertEqual(
                self.benefit._year(), (date(2025, 4, 1), date(2026, 3, 31))
            )
            self.assertEqual(self.left(self.medium)[2], 500)

    def test_cancelled_next_year_counts_back_in_the_year_of_use(self):
        with freeze_time("2025-12-20 12:00:00"):
            order = self.sample(self.medium, 40)
        with freeze_time("2026-01-10 12:00:00"):
            self.sample(self.medium, 50)
            order._action_cancel()
            # not 400 more than is granted
            self.assertEqual(self.left(self.medium), (500, 500, 0))
        self.assertEqual(set(self.uses(order).mapped("date")), {date(2025, 12, 20)})

    # ------------------------------------------------------------ companies, money

    def test_order_in_another_currency(self):
        """What is given is worth its cost at home, whatever the order's currency."""
        self.rate(self.eur, "2025-01-01", 0.5)
        euro = self.env["product.pricelist"].create(
            {
                "name": "Euro",
                "currency_id": self.eur.id,
                "company_id": self.company.id,
            }
        )
        order = self.sample(self.medium, 7, confirm=False, pricelist_id=euro.id)
        self.assertEqual(order.currency_id, self.eur)
        order.action_confirm()
        self.assertEqual(self.left(self.medium)[1], 70)
        self.assertEqual(self.uses(order).currency_id, self.usd)

    def test_a_branch_uses_its_company_s(self):
        branch = self.new_branch("Tiering North")
        self.product.with_company(branch).standard_price = 11
        company = self.company
        self.env.user.company_ids += branch
        self.sample(self.medium, 2)
        order = (
            self.env["sale.order"]
            .with_context(allowed_company_ids=(branch + company).ids)
            .create(
                {
                    "partner_id": self.medium.id,
                    "company_id": branch.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_uom_qty": 3,
                                "customer_tier_sample": True,
                            }
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(self.uses(order).company_id, branch)
        # 20 in the company; a branch shares its costs
        self.assertEqual(
            self.left(self.medium)[1],
            20 + 3 * self.product.with_company(branch).standard_price,
        )
        partner = self.medium.with_context(allowed_company_ids=branch.ids)
        self.assertEqual(
            partner.with_company(branch).customer_tier_sample_left,
            self.left(self.medium)[2],
        )

    def test_another_company_has_none(self):
        other = self.new_company("Elsewhere Inc.")
        self.assertFalse(self.env["customer.tier.benefit"]._of_company(other))
        self.assertEqual(
            self.medium.with_company(other).customer_tier_sample_granted, 0
        )

    # ------------------------------------------------------------ what is kept

    def test_append_only_even_for_the_superuser(self):
        use = self.uses(self.sample(self.medium, 1)).sudo()
        with self.assertRaisesRegex(UserError, "counter line"):
            use.amount = 0
        with self.assertRaisesRegex(UserError, "counter line"):
            use.unlink()

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
        with self.assertRaisesRegex(ValidationError, "grants samples by the tiers"):
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
