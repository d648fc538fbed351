from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.collector.statistics import TABLES
from .books_all import KeptBook

# where evaluations make sure of the statistics
ENSURE = "odoo.addons.customer_tiering.models.collector.reading.ensure_statistics"


@tagged("post_install", "-at_install", "truth")
class TestBooksTakenForEmpty(KeptBook):
    """Autovacuum came while the tables were filled: the planner takes them for empty.

    Nothing is evaluated for the whole class: an evaluation that counts the tables keeps
    a lock on them to the end of its transaction, and nobody else can count them then.
    Autovacuum itself may come at any time, also after another class, so the book is
    kept without the plans that suffer from it.
    """

    @classmethod
    def setUpClass(cls):
        # after the end of the transaction, so that the next class is not held up
        cls.addClassCleanup(cls.forget_statistics)
        super().setUpClass()

    @classmethod
    def keep_book(cls):
        cls.env.cr.execute("SET LOCAL enable_nestloop = off")
        return super().keep_book()

    @classmethod
    def forget_statistics(cls):
        """Leave the tables as they are for the planner when they are really empty."""
        tables = SQL(", ").join(map(SQL.identifier, TABLES))
        with db_connect(cls.env.cr.dbname).cursor() as autovacuum:
            autovacuum.connection.set_session(autocommit=True)
            autovacuum.execute(SQL("VACUUM %s", tables))

    def take_for_empty(self):
        """Look at the tables as autovacuum does, before the transaction ends."""
        self.env.flush_all()
        tables = SQL(", ").join(map(SQL.identifier, TABLES))
        with db_connect(self.env.cr.dbname).cursor() as autovacuum:
            # autovacuum itself may be at it; it gives way after a second
            autovacuum.execute("SET LOCAL lock_timeout = '60s'")
            autovacuum.execute(SQL("ANALYZE %s", tables))
        self.assertIn("account_move_line", self.taken_for_empty())

    def taken_for_empty(self):
        """The tables for which the planner makes plans that take days with many rows.

        With the few rows of a test they take no time, so it is not measured.
        """
        return {
            table
            for (table,) in self.env.execute_query(
                SQL(
                    "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[])"
                    " AND reltuples = 0 AND relpages > 0",
                    list(TABLES),
                )
            )
        }

    def evaluate_without_counting(self):
        """An evaluation that leaves the statistics alone, whatever they say."""
        with patch(ENSURE):
            return self.evaluate(self.scheme_of_book)

    def test_they_hold_up_no_evaluation(self):
        counted = self.evaluate_without_counting()
        self.take_for_empty()
        evaluation = self.evaluate(self.scheme_of_book)
        self.assertEqual(evaluation.state, "done", evaluation.error)
        self.assertNotIn("account_move_line", self.taken_for_empty())
        self.assertEqual(
            evaluation.money_bridge_ids.mapped("amount"),
            counted.money_bridge_ids.mapped("amount"),
        )

    def test_they_hold_up_nobody_who_opens_a_line(self):
        evaluation = self.evaluate_without_counting()
        line = evaluation.money_bridge_ids.filtered(
            lambda one: one.kind == "waiting_money"
        )
        self.take_for_empty()
        self.assertAlmostEqual(self.opened(line)[1], line.amount, 2)
        self.assertNotIn("account_move_line", self.taken_for_empty())
