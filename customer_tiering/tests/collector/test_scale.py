from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ...models.collector import reading
from ..common import AS_OF, TieringCase


@tagged("post_install", "-at_install")
class TestScale(TieringCase):
    """A run sends the same number of statements however many customers there are."""

    @contextmanager
    def statements(self):
        """Yields a list that holds the number of statements in the end."""
        cr, count = self.env.cr, []
        self.env.flush_all()
        before = cr.sql_log_count
        with patch.object(cr, "copy_expert", wraps=cr.copy_expert) as copy:
            yield count
            self.env.flush_all()
        # COPY goes past the cursor's own counter
        count.append(cr.sql_log_count - before + copy.call_count)

    def measure(self, as_of=AS_OF):
        scheme = self.scheme()
        evaluation = scheme._queue_evaluation(as_of)
        with self.statements() as count:
            evaluation._run()
        return count[0], evaluation

    def add(self, buyers, others):
        customers = self.customers(buyers)
        self.invoices((one, 10 + place) for place, one in enumerate(customers))
        self.customers(others)

    def test_the_same_number_of_statements_at_10_and_at_200_customers(self):
        self.add(buyers=8, others=2)
        self.measure()  # whatever is cached is cached from here on

        few, evaluation = self.measure()
        self.assertEqual(evaluation.customer_count, 10)
        self.add(buyers=32, others=158)
        many, evaluation = self.measure()

        self.assertEqual(evaluation.customer_count, 200)
        self.assertEqual(evaluation.change_count, 200)
        self.assertEqual(many, few)
        # seven read or written in bulk, the rest is the run's own record
        self.assertLess(few, 80)

    def test_no_contact_is_written(self):
        self.add(buyers=8, others=2)
        before = self.versions("res_partner")
        _count, evaluation = self.measure()
        self.measure(AS_OF + timedelta(days=400))

        self.assertEqual(evaluation.written_count, 10)
        self.assertEqual(self.versions("res_partner"), before)

    def test_reading_takes_no_second_core(self):
        """Until the end of the transaction, which is that of a stage."""
        self.env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        self.add(buyers=1, others=0)
        read, allowed = reading.read_frame, []

        def asking(cr, **kwargs):
            cr.execute("SHOW max_parallel_workers_per_gather")
            allowed.append(cr.fetchone()[0])
            return read(cr, **kwargs)

        with patch.object(reading, "read_frame", asking):
            reading.Reading(self.env, self.scheme(), AS_OF).collect()
        self.assertEqual(set(allowed), {"0"})
        with self.env.registry.cursor() as other:
            other.execute("SHOW max_parallel_workers_per_gather")
            self.assertNotEqual(other.fetchone()[0], "0")

    def test_nor_any_document(self):
        self.add(buyers=2, others=0)
        self.lead(self.customer("Prospect"))
        self.order(self.customer("Ordered"))
        tables = ("account_move", "account_move_line", "sale_order", "crm_lead")
        before = [self.versions(table) for table in tables]

        self.measure()

        self.assertEqual([self.versions(table) for table in tables], before)
