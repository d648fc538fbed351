"""It comes with the queue and goes again; the evaluations stay."""

from conftest import odoo
from odoo_databases import copied_database

LEFTOVERS = """
SELECT name FROM ir_model_data WHERE module = 'customer_tiering_queue_job'
UNION ALL SELECT name FROM queue_job_channel WHERE name = 'customer_tiering'
UNION ALL SELECT method FROM queue_job_function WHERE method = '_job_step'
"""
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "customer_tiering_queue_job")])
module.button_immediate_uninstall()
"""


def test_installed_by_itself_and_uninstalled_without_a_trace(fresh):
    """The log of both is checked where Odoo is called, see `odoo`."""
    (module,) = fresh.sql(
        "SELECT state FROM ir_module_module WHERE name = 'customer_tiering_queue_job'"
    )
    assert module["state"] == "installed"
    with copied_database("jobs_life", fresh.name) as name:
        other = type(fresh)(name)
        other.schemes = fresh.schemes
        other.queue()
        assert [job["state"] for job in other.jobs()] == ["pending"] * 2
        assert len(other.sql(LEFTOVERS)) >= 4
        other.close()

        odoo("shell", *other.conf, script=UNINSTALL)

        assert other.sql(LEFTOVERS) == []
        # nobody would know any more how to run them
        assert [job["state"] for job in other.jobs()] == ["cancelled"] * 2
        # and the scheduled action does what they were to do
        other.work_off()
        assert other.ladder().standings == fresh.plain.standings
        other.close()
