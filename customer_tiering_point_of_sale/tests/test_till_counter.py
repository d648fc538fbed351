from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .counters import CounterCase


@tagged("post_install", "-at_install", "till")
class TestTillCounter(CounterCase):
    """What the till is told of a customer, and by whom it may be read."""

    # ------------------------------------------------------------ tier

    def test_the_tier_comes_with_the_contacts(self):
        employee = self.contact(self.top, "Employee")
        told = self.at_the_till(self.top + self.small + self.stranger + employee)

        words = {
            id_: [row[f"customer_tier_till_{name}"] for name in ("name", "public_name")]
            for id_, row in told.items()
        }
        top = self.tier["TOP"]
        self.assertEqual(words[self.top.id], [top.name, top.public_name])
        self.assertEqual(words[employee.id], [top.name, top.public_name])
        small = self.tier["SMALL"]
        self.assertEqual(words[self.small.id], [small.name, small.public_name])
        self.assertEqual(words[self.stranger.id], [False, False])
        self.assertEqual(
            told[self.top.id]["customer_tier_till_color"], self.tier["TOP"].color
        )

    def test_receipts_say_no_tier_that_customers_are_not_told(self):
        top = self.tier["TOP"]
        top.public_name = False
        self.assertFalse(self.told(self.top, "public_name"))
        self.assertEqual(self.told(self.top, "name"), top.name)

    def test_a_lifecycle_tier_is_no_word_for_a_till(self):
        waiting = self.env["customer.tier"].search(
            [("kind", "=", "lifecycle")], limit=1
        )
        waiting.public_name = "Gold"
        self.update(self.standing(self.pyramid, self.top), tier_id=waiting.id)
        self.assertFalse(self.told(self.top, "public_name"))
        self.assertFalse(self.told(self.top, "name"))

    def test_a_cashier_reads_no_more(self):
        read = self.seen_by(self.cashier, self.top)
        for name in (
            "customer_tier_id",
            "customer_tier_standing_id",
            "customer_tier_price_note",
            "customer_tier_gift_due",
            "customer_tier_sample_left",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                read.read([name])
        for model in (
            "customer.tier.standing",
            "customer.tier.change",
            "customer.gift",
            "customer.tier.entitlement",
            "customer.tier.benefit.balance",
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self.seen_by(self.cashier, self.env[model]).search([])

    def test_only_cashiers_read_it(self):
        employee = self.user("employee", groups="base.group_user")
        for name in self.env["res.partner"]._customer_tier_till_fields():
            with self.subTest(name), self.assertRaises(AccessError):
                self.seen_by(employee, self.top).read([name])

    def test_statements_do_not_depend_on_the_number_of_contacts(self):
        self.samples(TOP=100)
        self.gift_for(self.top)
        self.training_for(self.top)
        names = self.env["res.partner"]._customer_tier_till_fields()
        few, many = self.people, self.people + self.customers(200, "More")

        counts = []
        # the first one fills the caches of all users
        for contacts in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            seen = self.seen_by(self.cashier, contacts)
            seen.mapped("name")
            before = self.cr.sql_log_count
            seen.read(names)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    # ------------------------------------------------------------ due

    def test_a_gift_is_due_once_it_is_approved(self):
        gift = self.gift_for(self.top, state="proposed")
        self.assertFalse(self.told(self.top, "due"))
        self.update(gift, state="approved")
        self.assertEqual(self.told(self.top, "due"), "Gift: A box of tea")
        self.update(gift, state="ordered")
        self.assertEqual(self.told(self.top, "due"), "Gift: A box of tea")
        self.update(gift, held=True)
        self.assertFalse(self.told(self.top, "due"))
        self.update(gift, held=False, state="given")
        self.assertFalse(self.told(self.top, "due"))

    def test_a_gift_names_its_occasion(self):
        birthday = self.env["customer.gift.occasion"].create(
            {"name": "Birthday", "company_id": self.company.id}
        )
        self.gift_for(self.top, occasion_id=birthday.id)
        self.assertEqual(self.told(self.top, "due"), "Gift for Birthday: A box of tea")

    def test_a_gift_is_for_the_recipient_it_names(self):
        recipient = self.contact(self.medium, "Recipient")
        other = self.contact(self.medium, "Somebody else")
        self.gift_for(self.medium, contact_id=recipient.id)
        self.assertEqual(self.told(recipient, "due"), "Gift: A box of tea")
        self.assertEqual(self.told(self.medium, "due"), "Gift: A box of tea")
        self.assertFalse(self.told(other, "due"))

    def test_a_gift_of_another_company_is_not_handed_over_here(self):
        other = self.new_company("Other Inc.")
        self.gift_for(self.top, company_id=other.id)
        self.assertFalse(self.told(self.top, "due"))

    def test_a_gift_of_next_year_is_not_due(self):
        self.gift_for(self.top, date=self.today + timedelta(days=300))
        self.assertFalse(self.told(self.top, "due"))

    def test_samples_are_due_while_some_are_left(self):
        benefit = self.samples(TOP=100)
        words = "Samples: this year's allowance is not used up"
        self.assertEqual(self.told(self.top, "due"), words)
        # no limit, no allowance
        self.assertFalse(self.told(self.small, "due"))
        self.env["customer.tier.benefit.usage"].create(
            {
                "benefit_id": benefit.id,
                "company_id": self.company.id,
                "currency_id": self.usd.id,
                "kind": "use",
                "partner_id": self.top.id,
                "date": self.today,
                "product_id": self.product.id,
                "quantity": 1,
                "amount": 100,
            }
        )
        self.assertFalse(self.told(self.top, "due"))

    def test_other_benefits_are_due_by_their_name(self):
        row = self.training_for(self.top)
        self.assertEqual(self.told(self.top, "due"), "Knife course")
        self.update(row, state="used")
        self.assertFalse(self.told(self.top, "due"))
        self.update(row, state="due", due_date=self.today + timedelta(days=5))
        self.assertFalse(self.told(self.top, "due"))

    def test_no_figure_is_told(self):
        self.samples(TOP=4711)
        self.gift_for(self.top, cost=4712, list_value=4713)
        due = self.told(self.top, "due")
        self.assertEqual(len(due.splitlines()), 2)
        self.assertNotIn("471", due)

    # ------------------------------------------------------------ prices

    def test_the_till_takes_the_list_of_the_tier(self):
        lists = {
            id_: row["property_product_pricelist"]
            for id_, row in self.at_the_till(self.people).items()
        }
        self.assertEqual(lists[self.top.id], self.top_list.id)
        self.assertEqual(lists[self.big.id], self.big_list.id)
        self.assertNotIn(lists[self.small.id], (self.top_list + self.big_list).ids)

    # ------------------------------------------------------------ freshness

    def days_pass(self):
        """All there is was made, and evaluated, two days ago."""
        self.env.flush_all()
        before = fields.Datetime.now() - timedelta(days=2)
        self.cr.execute("UPDATE res_partner SET write_date = %s", [before])
        self.cr.execute(
            "UPDATE customer_tier_evaluation SET finished_at = %s, write_date = %s",
            [before, before],
        )
        self.env.invalidate_all()
        return before + timedelta(days=1)

    def test_only_those_who_changed_tier_are_loaded_again(self):
        employee = self.contact(self.small, "Employee")
        opened = self.days_pass()
        self.assertFalse(self.loaded(opened))

        # Small buys, becomes Top, and everybody else falls by a tier
        self.invoice(self.small, 10000)
        self.evaluate(self.pyramid)

        moved = self.loaded(opened)
        self.assertEqual(moved & self.people, self.people)
        self.assertIn(employee, moved)
        self.assertNotIn(self.stranger, moved)
        self.assertNotIn(self.anvil, moved)
        # those who were loaded after it are up to date
        self.assertFalse(self.loaded(fields.Datetime.now() + timedelta(hours=1)))

    def test_who_keeps_the_tier_is_not_loaded_again(self):
        opened = self.days_pass()
        # Medium and Small change places
        self.invoice(self.small, 150)
        self.evaluate(self.pyramid)
        self.assertEqual(self.loaded(opened), self.medium + self.small)

    def test_an_undone_evaluation_is_loaded_again(self):
        self.days_pass()
        self.invoice(self.small, 150)
        evaluation = self.evaluate(self.pyramid)
        opened = self.days_pass()
        self.assertFalse(self.loaded(opened))
        evaluation._undo()
        self.env.flush_all()
        self.assertEqual(self.loaded(opened), self.medium + self.small)

    def test_a_till_that_loads_everything_is_not_limited(self):
        self.days_pass()
        partners = self.seen_by(self.cashier, self.env["res.partner"])
        domain = [("id", "in", self.people.ids)]
        self.assertIs(partners._server_date_to_domain(domain), domain)
        self.assertIs(
            partners.with_context(
                pos_last_server_date="2025-01-01 00:00:00", pos_limited_loading=False
            )._server_date_to_domain(domain),
            domain,
        )


@tagged("post_install", "-at_install", "till")
class TestTillCounterSetup(CounterCase):
    """A till that cannot use the list of a tier says so, and so does the benefit."""

    def of_settings(self, config=None, **values):
        config = config or self.config
        settings = self.env["res.config.settings"].new(
            {"pos_config_id": config.id, **values}
        )
        return settings.customer_tier_till_attention

    def test_nothing_to_say(self):
        self.assertFalse(self.benefit.attention)
        self.assertFalse(self.of_settings())

    def test_a_list_that_is_not_available(self):
        self.config.available_pricelist_ids -= self.big_list
        says = (
            "The till “Till” does not offer “Big prices”: its customers pay by its "
            "default price list. Add what is missing in the settings of the till, "
            "under Flexible Pricelists."
        )
        self.benefit.invalidate_recordset(["attention"])
        self.assertEqual(self.benefit.attention, says)
        self.assertEqual(self.of_settings(), says)

    def test_a_till_without_price_lists(self):
        self.config.use_pricelist = False
        self.benefit.invalidate_recordset(["attention"])
        for said in (self.benefit.attention, self.of_settings()):
            self.assertIn("does not offer “Top prices” and “Big prices”", said)

    def test_a_till_in_another_currency(self):
        journal = self.sales_journal.copy({"code": "SEUR", "currency_id": self.eur.id})
        self.new_till(
            "Euro till",
            currency=self.eur,
            journal_id=journal.id,
            payment_method_ids=False,
        )
        self.benefit.invalidate_recordset(["attention"])
        self.assertEqual(
            self.benefit.attention,
            "The till “Euro till” cannot use “Top prices” and “Big prices”: it sells "
            "in EUR. Its customers pay by its default price list.",
        )

    def test_a_till_of_another_company_is_no_matter(self):
        other = self.new_company("Other Inc.")
        self.update(self.top_list + self.big_list, company_id=None)
        elsewhere = self.new_till(
            "Elsewhere", use_pricelist=False, payment_method_ids=False
        )
        self.update(elsewhere, company_id=other.id)
        self.benefit.invalidate_recordset(["attention"])
        self.assertFalse(self.benefit.attention)

    def test_the_receipt_is_a_setting_of_each_till(self):
        self.assertFalse(self.config.customer_tier_on_receipt)
        self.env["res.config.settings"].create(
            {"pos_config_id": self.config.id, "pos_customer_tier_on_receipt": True}
        ).execute()
        self.assertTrue(self.config.customer_tier_on_receipt)
        [row] = self.env["pos.config"]._load_pos_data_read(self.config, self.config)
        self.assertTrue(row["customer_tier_on_receipt"])
