"""A new database beside the till, the shop, stock, purchase, loyalty and other apps.

They all change contacts, orders and products too. The addon comes last, as somebody
does who has been working with Odoo, and is of use at once.
"""

import re

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

APPS = (
    "event",
    "hr",
    "loyalty",
    "mass_mailing",
    "point_of_sale",
    "project",
    "purchase",
    "repair",
    "spreadsheet_dashboard",
    "stock",
    "survey",
    "website_sale",
)
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"
# One invoice each. Before them come 0, 53, 80, 93 and 97 % of the money
CLASSIFY = """
company = env.company
env["account.chart.template"].try_loading("generic_coa", company)
for number, amount in enumerate((800, 400, 200, 60, 40)):
    customer = env["res.partner"].create({"name": f"Customer {number + 1}"})
    env["account.move"].create({
        "move_type": "out_invoice",
        "partner_id": customer.id,
        "invoice_date": env["customer.tier.scheme"].new({})._today(),
        "invoice_line_ids": [
            (0, 0, {"name": "Work", "price_unit": amount, "tax_ids": []})
        ],
    }).action_post()
opened = env["customer.tier.setup"].create({}).action_set_up()
scheme = env[opened["res_model"]].browse(opened["res_id"])
scheme.action_apply()
env.cr.commit()
env["customer.tier.evaluation"]._work_off()
env.cr.commit()
for one in env["customer.tier.standing"].search([("scheme_id", "=", scheme.id)]):
    print("STANDING", one.partner_id.name, one.tier_id.code, one.net_revenue)
"""
# A task and a repair that are done, in the database as CLASSIFY leaves it
SOLVE = """
customer = env["res.partner"].search([("name", "=", "Customer 1")])
project = env["project.project"].create({"name": "Help"})
task = env["project.task"].create({
    "name": "Broken", "project_id": project.id, "partner_id": customer.id,
})
task.state = "1_done"
repair = env["repair.order"].create({"partner_id": customer.id})
repair.write({"state": "done"})
playbook = env.ref("customer_tiering.playbook_solved")
playbook.active = True
today = playbook._today()
for record in (task, repair):
    env.flush_all()
    env.cr.execute(
        f"UPDATE {record._table} SET write_date = write_date - interval '7 day'"
        " WHERE id = %s", [record.id]
    )
env.cr.execute(
    "UPDATE project_task SET date_last_stage_update = write_date WHERE id = %s",
    [task.id],
)
env.cr.execute(playbook._rows_solved())
for _partner, occurrence, *_document, day in env.cr.fetchall():
    print("SOLVED", occurrence.split(":")[0], day == today)
"""


@pytest.fixture(scope="module")
def apps():
    """A database with all these apps and without ours."""
    with copied_database("beside", variable("CT_BASE_DB")) as name:
        odoo(*arguments(name), "-i", ",".join(APPS), "--stop-after-init")
        assert set(APPS) < set(rows(name, INSTALLED))
        yield name


def arguments(name):
    return "-c", variable("CT_ODOO_CONF"), "-d", name, "--no-http"


@pytest.fixture(scope="module")
def classified(apps):
    """The database with ours, and what it said of the customers.

    The log of each step is checked where Odoo is called, see `odoo`.
    """
    odoo(*arguments(apps), "-i", "customer_tiering", "--stop-after-init")
    return apps, odoo("shell", *arguments(apps), script=CLASSIFY)


def test_installed_beside_them_it_classifies_five_customers_at_once(classified):
    # with few customers the set-up proposes A for 80 % of the money, B for 15 % more
    found = re.findall(r"STANDING Customer (\d) (\w) ([\d.]+)", classified[1])
    assert sorted(found) == [
        ("1", "A", "800.0"),
        ("2", "A", "400.0"),
        ("3", "B", "200.0"),
        ("4", "B", "60.0"),
        ("5", "C", "40.0"),
    ]


def test_solved_tasks_and_repairs_are_found_where_they_are_installed(classified):
    said = odoo("shell", *arguments(classified[0]), script=SOLVE)

    found = re.findall(r"SOLVED (\S+) (\w+)", said)
    assert sorted(found) == [("project.task", "True"), ("repair.order", "True")]
