"""The addons that ask customers, for ratings and for needs: they come, and go again.

Odoo's own runner tests what they do. Needs the environment that ``./dev test`` sets:
see tests/conftest.py.
"""

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

ADDONS = ("customer_tiering_rating", "customer_tiering_survey")
STATES = f"SELECT state FROM ir_module_module WHERE name IN {ADDONS}"
LEFTOVERS = f"""
SELECT 'xmlid ' || name FROM ir_model_data WHERE module IN {ADDONS}
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE (table_name, column_name) IN (
     ('customer_playbook_answer', 'asks_needs'),
     ('customer_playbook_answer', 'asks_rating'),
     ('customer_playbook_play_step', 'rating_id'),
     ('customer_tier_standing', 'average_rating'),
     ('survey_survey', 'customer_tier_needs'),
     ('survey_user_input', 'customer_tier_company_id'),
     ('survey_user_input', 'customer_tier_contact_id'))
UNION ALL
SELECT 'index ' || indexname FROM pg_indexes
 WHERE tablename = 'rating_rating' AND indexname LIKE '%customer_tier%'
UNION ALL
SELECT 'playbook ' || id FROM customer_playbook WHERE trigger IN ('needs', 'unhappy')
UNION ALL
SELECT 'metric ' || code FROM customer_tier_metric WHERE documents = 'ratings'
"""
# a customer with a tier and a bad rating, a play of two playbooks, and what it asks;
# and a prospect, who is sent the survey and answers it
USE = """
company = env.company
env["account.chart.template"].try_loading("generic_coa", company)
customer = env["res.partner"].create(
    {"name": "Customer", "is_company": True, "email": "customer@example.com"})
today = env["customer.tier.scheme"].new({})._today()
env["account.move"].create({
    "move_type": "out_invoice",
    "partner_id": customer.id,
    "invoice_date": today,
    "invoice_line_ids": [(0, 0, {"name": "Work", "price_unit": 9, "tax_ids": []})],
}).action_post()
env["rating.rating"].create({
    "res_model_id": env["ir.model"]._get_id("res.partner"), "res_id": customer.id,
    "partner_id": customer.id, "rating": 1, "consumed": True})
env.flush_all()
env.cr.execute("UPDATE rating_rating SET rated_on = rated_on - interval '2 day'")
opened = env["customer.tier.setup"].create({}).action_set_up()
scheme = env[opened["res_model"]].browse(opened["res_id"])
scheme.metric_ids += env.ref(
    "customer_tiering_rating.customer_tier_metric_average_rating")
scheme.action_apply()
env["customer.tier.evaluation"]._work_off()
standing = env["customer.tier.standing"].search([("scheme_id", "=", scheme.id)])
playbook = env.ref("customer_tiering_rating.playbook_unhappy")
for one in playbook + playbook.copy({"name": "Of somebody"}):
    one.write({"scheme_id": scheme.id, "active": True})
    one.first_occurrence_from = "2024-01-01"
    one._open_due()
    while one._work_batch():
        pass
ask, solve, _leader = playbook.step_ids
for answer in (ask.answer_ids[0], solve.answer_ids[0]):
    play = env["customer.playbook.play"].search([("playbook_id", "=", playbook.id)])
    activity = play.step_ids.filtered(lambda step: step.state == "open").activity_id
    activity.action_answer_playbook(answer.id)
prospect = env["res.partner"].create({"name": "Pam", "email": "pam@example.com"})
lead = env["crm.lead"].create(
    {"name": "Pumps", "type": "opportunity", "partner_id": prospect.id})
lead.action_customer_tier_ask_needs()
survey = env.ref("customer_tiering_survey.survey_needs")
answer = env["survey.user_input"].search([("survey_id", "=", survey.id)])
answer._save_lines(survey.question_ids[0], "Fill a pool")
answer._mark_done()
env.ref("customer_tiering_survey.playbook_needs").copy({"name": "Of somebody"})
env.cr.commit()
activities = env["mail.activity"].search([("res_model", "=", "res.partner")])
print("USED", standing.average_rating, len(play.step_ids.rating_id), len(activities))
print("TOLD", lead.customer_tier_needs_told)
"""
UNINSTALL = f"""
modules = env["ir.module.module"].search([("name", "in", {ADDONS})])
modules.button_immediate_uninstall()
"""
# the ratings are Odoo's and stay; what is to be done stays, and the scheme goes on
AFTER = """
activities = env["mail.activity"].search([("res_model", "=", "res.partner")])
scheme = env["customer.tier.scheme"].search([("in_force", "=", True)], limit=1)
scheme._queue_evaluation(scheme._today())
env["customer.tier.evaluation"]._work_off()
ratings = env["rating.rating"].search_count([])
print("AFTER", len(activities), scheme.last_evaluation_id.state, ratings)
lines = env["survey.user_input.line"].search([("value_text_box", "!=", False)])
print("ANSWERS", lines.mapped("value_text_box"))
"""


@pytest.fixture(scope="module")
def database():
    with copied_database("asking") as name:
        yield name


@pytest.fixture(scope="module")
def conf(database):
    return ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]


def test_they_come_with_the_apps_and_are_used(database, conf):
    odoo(*conf, "-i", "rating,survey", "--stop-after-init")
    assert rows(database, STATES) == ["installed"] * 2
    said = odoo("shell", *conf, script=USE)
    assert "USED 1.0 1 1" in said
    assert "TOLD What do you want to do, or which problem do you have? Fill" in said


def test_they_go_without_a_trace(database, conf):
    assert len(rows(database, LEFTOVERS)) > 40
    odoo("shell", *conf, script=UNINSTALL)
    assert rows(database, LEFTOVERS) == []
    said = odoo("shell", *conf, script=AFTER)
    assert "AFTER 1 done 2" in said
    # the survey goes with the addon; Odoo deletes its answers with it
    assert "ANSWERS []" in said
