import threading
import time
from contextlib import closing
from datetime import datetime
from itertools import chain
from unittest.mock import patch

import psycopg2
import pytz
from psycopg2.pool import PoolError

from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from ...models.evaluation import customer_tier_evaluation_night as night
from ...tools import at_once
from ...tools.at_once import read_at_once
from ..common import AS_OF, TieringCase


def who(cr):
    cr.execute("SELECT pg_backend_pid()")
    return cr.fetchone()[0]


class Tasks(dict):
    """Calls ``at_the_end`` when somebody asks for a task after the last one."""

    def items(self):
        return chain(super().items(), iter(self.at_the_end, None))


@tagged("post_install", "-at_install", "speed")
class TestNight(TieringCase):
    """At night several connections read, as the system parameters say."""

    def connections(self, hour, tz="UTC"):
        """How many read at ``hour`` of a winter's day in UTC."""
        scheme = self.scheme(tz=tz)
        now = datetime(2026, 1, 15, hour, 30, tzinfo=pytz.utc)
        evaluation = scheme._queue_evaluation(AS_OF)
        with patch.object(night, "datetime") as clock:
            clock.now.side_effect = now.astimezone
            return evaluation._reading().connections

    def set_parameters(self, connections, hours):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param(night.CONNECTIONS, connections)
        parameters.set_param(night.HOURS, hours)

    def test_two_at_night_and_one_by_day(self):
        self.assertEqual(
            [self.connections(hour) for hour in (21, 22, 23, 0, 5, 6, 12)],
            [1, 2, 2, 2, 2, 1, 1],
        )

    def test_it_is_night_where_the_scheme_is(self):
        # 22:30 in Shanghai, where nobody is at work any more
        self.assertEqual(self.connections(14, tz="Asia/Shanghai"), 2)
        self.assertEqual(self.connections(23, tz="Asia/Shanghai"), 1)

    def test_as_the_administrator_says(self):
        self.set_parameters("3", "1-4")
        self.assertEqual(
            [self.connections(hour) for hour in (23, 0, 1, 3, 4)], [1, 1, 3, 3, 1]
        )
        self.set_parameters("0", "0-24")
        self.assertEqual(self.connections(12), 1)

    def test_a_senseless_parameter_is_said_and_one_reads(self):
        for connections, hours, wrong in (
            ("two", "22-6", night.CONNECTIONS),
            ("2", "at night", night.HOURS),
            ("2", "22", night.HOURS),
        ):
            self.set_parameters(connections, hours)
            with (
                self.subTest(wrong, hours=hours),
                self.assertLogs(night.__name__, "WARNING") as logs,
            ):
                self.assertEqual(self.connections(23), 1)
            self.assertIn(wrong, logs.output[0])


@tagged("post_install", "-at_install", "speed")
class TestAtOnce(BaseCase):
    """Real connections of their own, as an evaluation has."""

    def setUp(self):
        super().setUp()
        self.server = db_connect(get_db_name())
        self.cr = self.enterContext(closing(self.server.cursor()))

    def both_wait(self, task):
        """A task that returns only if two of its kind run at the same time."""
        barrier = threading.Barrier(2, timeout=20)

        def wait(cr):
            barrier.wait()
            return task(cr)

        return wait

    def test_tasks_run_at_the_same_time_on_different_connections(self):
        wait = self.both_wait(who)
        found = read_at_once(self.cr, {"one": wait, "two": wait}, 2)
        self.assertEqual(list(found), ["one", "two"])
        self.assertNotEqual(found["one"], found["two"])
        self.assertIn(who(self.cr), found.values())

    def test_all_see_the_same_moment(self):
        """What others commit meanwhile is seen by all of them or by none."""

        def seen(cr):
            cr.execute("SELECT pg_current_snapshot()::text")
            return cr.fetchone()[0]

        before = seen(self.cr)
        with closing(self.server.cursor()) as other:
            other.execute("SELECT pg_current_xact_id()")
            other.commit()
        wait = self.both_wait(seen)
        found = read_at_once(self.cr, {"one": wait, "two": wait}, 2)
        self.assertEqual(set(found.values()), {before})

    def test_changes_of_the_transaction_are_read_by_it_alone(self):
        self.cr.execute("CREATE TEMPORARY TABLE only_here ON COMMIT DROP AS SELECT 1")

        def read(cr):
            cr.execute("SELECT COUNT(*) FROM only_here")
            return cr.fetchone()[0], who(cr)

        found = read_at_once(self.cr, {"one": read, "two": read}, 2)
        self.assertEqual(set(found.values()), {(1, who(self.cr))})

    def test_no_more_connections_than_tasks(self):
        with patch.object(at_once, "db_connect") as connect:
            found = read_at_once(self.cr, {"one": who}, 8)
        self.assertFalse(connect.called)
        self.assertEqual(found, {"one": who(self.cr)})

    def test_without_a_connection_left_it_reads_alone(self):
        with (
            patch.object(at_once, "db_connect") as connect,
            patch.object(at_once, "_logger") as log,
        ):
            connect.return_value.cursor.side_effect = PoolError("full")
            found = read_at_once(self.cr, {"one": who, "two": who}, 2)
        self.assertEqual(set(found.values()), {who(self.cr)})
        log.info.assert_called_once()

    def test_the_error_of_another_connection_is_raised(self):
        begun = []
        both, nothing_left = threading.Barrier(2, timeout=20), threading.Event()

        def run(cr):
            if who(cr) != mine:
                both.wait()
                cr.execute("SELECT 1 / 0", log_exceptions=False)
            begun.append(cr)
            if len(begun) == 1:
                # neither fails before the other one is in the midst of a task
                both.wait()
                nothing_left.wait(20)

        mine = who(self.cr)
        tasks = Tasks.fromkeys(("one", "two", "three", "four"), run)
        tasks.at_the_end = nothing_left.set
        with self.assertRaises(psycopg2.errors.DivisionByZero):
            read_at_once(self.cr, tasks, 2)
        # it ends with what it was doing, and nobody starts the rest
        self.assertEqual(len(begun), 1)

    def test_an_error_here_stops_the_others(self):
        barrier = threading.Barrier(2, timeout=20)
        mine = who(self.cr)

        def run(cr):
            barrier.wait()
            if who(cr) == mine:
                # the other one is in the midst of it by then
                time.sleep(0.5)
                raise ValueError("here")
            cr.execute("SELECT pg_sleep(60)", log_exceptions=False)

        started = time.monotonic()
        with self.assertRaisesRegex(ValueError, "here"):
            read_at_once(self.cr, {"one": run, "two": run}, 2)
        self.assertLess(time.monotonic() - started, 30)
