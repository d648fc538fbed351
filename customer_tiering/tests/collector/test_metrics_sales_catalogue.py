from dataclasses import replace
from unittest.mock import Mock, patch

from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...classification.expected import EXPECTED
from ...classification.frame import CORE_COLUMNS
from ...classification.metrics import DERIVED
from ...classification.metrics_sales import COLLECTED
from ...models.collector import reading, sales
from ...models.collector.reading import Reading
from ..common import AS_OF
from ..metrics import MetricCase


@tagged("post_install", "-at_install", "truth")
class TestMetricsSalesCatalogue(MetricCase):
    """Catalogue, sources, fields and columns say the same; nothing is read in vain."""

    def test_each_column_is_in_the_catalogue_and_on_the_standings(self):
        standings = self.env["customer.tier.standing"]
        codes = self.env["customer.tier.metric"].search([]).mapped("code")

        self.assertLessEqual(set(COLLECTED), set(codes))
        for name in set(codes) - set(DERIVED):
            self.assertIn(name, standings._fields)
            self.assertEqual(standings._published_fields().count(name), 1)

    def test_each_amount_says_whether_tax_is_in(self):
        metrics = self.env["customer.tier.metric"].search([("unit", "=", "money")])
        for metric in metrics:
            self.assertRegex(
                metric.definition,
                "(?i)without tax|tax (is )?included|include tax",
                metric.code,
            )

    def test_each_metric_can_be_measured(self):
        scheme = self.scheme()
        sources = self.env["customer.tier.collector"]._sources(
            Reading(self.env, scheme, AS_OF)
        )
        known = {c.name for source in sources.values() for c in source.columns}
        known |= {column.name for column in (*CORE_COLUMNS, *EXPECTED)} | set(DERIVED)
        shipped = self.env["customer.tier.metric"].search([])

        self.assertEqual(set(shipped.mapped("code")) - known, set())
        self.assertEqual(set(COLLECTED) - known, set())

    def test_what_is_measured_is_published_and_the_rest_is_empty(self):
        customer = self.customer("Anvil Ltd.")
        self.sell(customer, (70, 1))
        self.invoice(customer, 100)
        self.refund(customer, 25)
        scheme = self.measuring("open_orders", "returns_share", "order_count")

        self.evaluate(scheme)

        standing = self.standing(scheme, customer)
        self.assertRecordValues(
            standing,
            [
                {
                    "net_revenue": 75,
                    "open_orders": 70,
                    "order_count": 1,
                    "refunded": 25,
                    "gross_invoiced": 100,
                }
            ],
        )
        self.env.cr.execute(
            "SELECT cost_to_serve, referral_count, influence"
            " FROM customer_tier_standing WHERE id = %s",
            [standing.id],
        )
        self.assertEqual(self.env.cr.fetchall(), [(None, None, None)])

    def test_a_second_run_writes_nothing(self):
        for place, customer in enumerate(self.customers(5)):
            for day in ("2025-01-07", "2025-02-01", "2025-04-19")[: place + 1]:
                self.invoice(customer, 100 / (place + 3), day)
        scheme = self.measuring(*COLLECTED)

        self.assertEqual(self.evaluate(scheme).written_count, 5)
        self.assertEqual(self.evaluate(scheme).written_count, 0)

    def test_what_nobody_asks_for_is_not_read(self):
        source = sales.SOURCES["returns"]
        made = Mock(side_effect=source.statement)
        with patch.dict(sales.SOURCES, returns=replace(source, statement=made)):
            self.frame("cost_to_serve", "growth")
            made.assert_not_called()
            self.assertNotIn("refunded", self.frame("growth"))

            # a derived metric asks for what it is derived from
            self.assertIn("refunded", self.frame("returns_share"))
            made.assert_called_once()

    def test_without_a_payment_metric_nobody_asks_for_accounts(self):
        asked = Mock(side_effect=reading.payment_accounts)
        with patch.object(reading, "payment_accounts", asked):
            self.frame("cost_to_serve")
            asked.assert_not_called()

            # four sources, which ask once
            self.frame("collected", "unmatched_money", "terms_days")
            asked.assert_called_once()

    def test_the_same_number_of_statements_for_3_and_for_30_customers(self):
        def statements():
            scheme = self.measuring(*COLLECTED)
            cr = self.env.cr
            self.env.flush_all()
            before = cr.sql_log_count
            with patch.object(cr, "copy_expert", wraps=cr.copy_expert) as copy:
                found = Reading(self.env, scheme, AS_OF).collect()
            return len(found.frame), cr.sql_log_count - before, copy.call_count

        self.invoices((one, 10) for one in self.customers(3))
        statements()
        few = statements()
        self.invoices((one, 10) for one in self.customers(27))
        many = statements()

        self.assertEqual([few[0], many[0]], [3, 30])
        self.assertEqual(many[1:], few[1:])

    def test_a_long_term_has_its_limits(self):
        for years in (0, 51):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(CheckViolation, "long_years_limited"),
                self.cr.savepoint(),
            ):
                self.scheme(long_years=years)
