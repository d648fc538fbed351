"""A shop with two schemes, evaluated once the plain way; then two Odoo processes.

The database is a copy of the template in which the job queue is installed afterwards,
and with it, by itself, the addon that joins the two.
"""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from odoo_databases import copied_database, variable

sys.path.insert(0, str(Path(__file__).resolve().parent))

from processes import Balancer, Odoo, wait_until

CUSTOMERS = 600  # more changes than a follower's batch holds
SUSPICIOUS = re.compile(r" (WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings)")
# what people see of a ladder; numbers of rows and days of writing differ
STANDINGS = """
SELECT scheme_id, partner_id, tier_id, rank, net_revenue, reason, since
  FROM customer_tier_standing ORDER BY scheme_id, partner_id
"""
CHANGES = """
SELECT scheme_id, partner_id, from_tier_id, to_tier_id, reason, announced
  FROM customer_tier_change ORDER BY scheme_id, partner_id, id
"""


def odoo(*arguments, script=None):
    """Run Odoo to its end; its log, in which a suspicious line fails the test."""
    argv = [sys.executable, "-W", "ignore", "-m", "odoo", *arguments]
    done = subprocess.run(
        argv, input=script, capture_output=True, text=True, timeout=600
    )
    log = done.stdout + done.stderr
    assert done.returncode == 0, log[-3000:]
    assert not (bad := [x for x in log.splitlines() if SUSPICIOUS.search(x)]), bad
    return log


class Shop:
    """The database, asked from outside; ``plain`` is what the plain way has made."""

    def __init__(self, name):
        self.name = name
        self.conf = ["-c", variable("CT_ODOO_CONF"), "-d", name, "--no-http"]
        self.plain = SimpleNamespace()

    def sql(self, statement, *parameters):
        """Rows as dicts, or nothing; committed."""
        from odoo.sql_db import db_connect

        with db_connect(self.name).cursor() as cr:
            cr.execute(statement, parameters)
            return cr.dictfetchall() if cr.description else []

    def session(self):
        """A cursor of its own, for a lock that is held."""
        from odoo.sql_db import db_connect

        return db_connect(self.name).cursor()

    def environment(self):
        from loader.session import odoo_environment

        return odoo_environment(variable("CT_ODOO_CONF"), self.name)

    def close(self):
        """Let go of the database and of what was known of its addons."""
        from odoo.modules.registry import Registry
        from odoo.sql_db import close_db

        Registry.delete(self.name)
        close_db(self.name)

    def forget(self):
        """As before the first evaluation; settings and documents stay."""
        self.sql("UPDATE customer_tier_scheme SET last_evaluation_id = NULL")
        self.sql("DELETE FROM customer_tier_evaluation")
        self.sql("TRUNCATE customer_tier_standing, customer_tier_change CASCADE")

    def ladder(self):
        return SimpleNamespace(standings=self.sql(STANDINGS), changes=self.sql(CHANGES))

    def queue(self, *schemes):
        """Queue evaluations and let the scheduled action come by; it enqueues."""
        from bench.measures import AS_OF

        with self.environment() as env:
            for xmlid in schemes or self.schemes:
                env.ref(xmlid)._queue_evaluation(AS_OF)
            env.cr.commit()
        self.work_off()

    def work_off(self):
        """As the scheduled action does."""
        with self.environment() as env:
            env["customer.tier.evaluation"]._work_off()
            env.cr.commit()

    def jobs(self, state=None):
        """All jobs in the order of their making, or those in one state."""
        return self.sql(
            "SELECT * FROM queue_job WHERE state = COALESCE(%s, state) ORDER BY id",
            state,
        )

    def at_work(self):
        """Process ids of Odoo that wait for a lock, each on up to two connections."""
        return {
            int(re.search(r"\d+", row["application_name"])[0])
            for row in self.sql(
                "SELECT application_name FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        }

    def done(self):
        """Whether nothing is left: no evaluation, no follower, no job."""
        left = self.sql(
            """
            SELECT 1 FROM customer_tier_evaluation WHERE state <> 'done'
             UNION ALL
            SELECT 1 FROM customer_tier_follower WHERE state <> 'done'
             UNION ALL SELECT 1 FROM queue_job WHERE state <> 'done'
            """
        )
        return not left


@pytest.fixture(scope="session")
def shop():
    """Two schemes on 600 customers; the result of the plain way is kept in it."""
    from bench import shop
    from bench.measures import AS_OF, Measures

    with copied_database("jobs") as name:
        made = Shop(name)
        with made.environment() as env:
            company = env.ref("base.main_company")
            env["account.chart.template"].try_loading("generic_coa", company)
            env = env(context={"allowed_company_ids": company.ids})
            shop.build(env, company.with_env(env), CUSTOMERS, AS_OF)
            pyramid = Measures(env, company.with_env(env)).scheme
            other = env.ref("customer_tiering.scheme_abcd")
            other.write({"active": True, "domain": "[]", "tz": "UTC"})
            # whatever time it is, each evaluation reads on two connections
            parameters = env["ir.config_parameter"]
            parameters.set_param("customer_tiering.night_hours", "0-24")
            (pyramid + other).write({"in_force": True, "next_date": False})
            made.schemes = [s.get_external_id()[s.id] for s in pyramid + other]
            (pyramid + other)._queue_evaluation(AS_OF)
            env.cr.commit()
            env["customer.tier.evaluation"]._work_off()
            env.cr.commit()
        made.plain = made.ladder()
        made.close()
        odoo(*made.conf, "-i", "queue_job", "--stop-after-init")
        yield made
        made.close()


@pytest.fixture
def fresh(shop):
    """The shop as before its first evaluation, without any job."""
    shop.forget()
    shop.sql("DELETE FROM queue_job")
    return shop


@pytest.fixture
def start(shop, tmp_path):
    """Start so many Odoo processes behind one balancer; the first one leads."""
    balancer, started = Balancer(), []

    def run(count):
        conf = variable("CT_ODOO_CONF")
        for number in range(count):
            log = tmp_path / f"odoo-{number}.log"
            one = Odoo(conf, shop.name, log, balancer)
            started.append(one)
            balancer.behind.append(one)
            if number == 0:
                wait_until(one.leads)
        for one in started:
            wait_until(one.answers)
        return started

    yield run
    balancer.close()
    for one in started:
        one.stop()
