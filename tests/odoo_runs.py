"""Odoo run to its end with a clean log, and what an uninstall must not leave."""

import re
import subprocess
import sys

ODOO = [sys.executable, "-W", "ignore", "-m", "odoo"]
# loggers that report what is not ours are named in launcher/log_allowed.txt
SUSPICIOUS = re.compile(r" (WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings)")
# Odoo deletes what the addon has shipped before it drops the tables. What the data of
# a company still point to PostgreSQL refuses, which Odoo logs, and goes on.
IN_USE = r'bad query: b.DELETE FROM "customer_(tier|gift|playbook|product)[_"]'
LEFTOVERS = """
SELECT 'table ' || tablename FROM pg_tables
 WHERE tablename ~ '^customer_(tier|gift|playbook|product)'
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE column_name ~ '^customer_(tier|gift|playbook|product)'
UNION ALL SELECT 'model ' || model FROM ir_model
 WHERE model ~ '^customer.(tier|gift|playbook|product)'
UNION ALL SELECT 'sequence ' || code FROM ir_sequence
 WHERE code ~ '^customer.(tier|gift|playbook|product)'
UNION ALL SELECT 'xmlid ' || name FROM ir_model_data WHERE module = 'customer_tiering'
UNION ALL SELECT 'group ' || (name->>'en_US') FROM res_groups
           WHERE name->>'en_US' LIKE 'Customer Tier%'
UNION ALL SELECT 'activity ' || summary FROM mail_activity
 WHERE summary LIKE 'Customer Tiers:%'
UNION ALL SELECT 'filter ' || model_id FROM ir_filters
 WHERE model_id ~ '^customer.(tier|gift|playbook|product)'
UNION ALL SELECT 'export ' || resource FROM ir_exports
 WHERE resource ~ '^customer.(tier|gift|playbook|product)'
UNION ALL SELECT 'action ' || (name->>'en_US') FROM ir_act_server
           WHERE name->>'en_US' LIKE 'Customer Tiers%'
"""
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "customer_tiering")])
module.button_immediate_uninstall()
"""


def rows(database, statement):
    """The first column of what ``statement`` finds."""
    from odoo.sql_db import close_db, db_connect

    with db_connect(database).cursor() as cr:
        cr.execute(statement)
        result = [row[0] for row in cr.fetchall()]
    close_db(database)
    return result


def odoo(*arguments, script=None, env=None, allowed=None):
    """Run Odoo to its end and return its log; a suspicious line fails the test.

    Unless it has what the regular expression ``allowed`` finds.
    """
    done = subprocess.run(
        [*ODOO, *arguments],
        input=script,
        capture_output=True,
        text=True,
        timeout=600,
        env=env,
    )
    log = done.stdout + done.stderr
    assert done.returncode == 0, log[-3000:]
    bad = [line for line in log.splitlines() if SUSPICIOUS.search(line)]
    bad = [line for line in bad if not (allowed and re.search(allowed, line))]
    assert not bad, bad
    return log
