"""Install, update and uninstall on a real database: clean log, nothing left behind.

Needs the environment that ``./dev test`` sets: see tests/load/conftest.py.
"""

import json
import re
from datetime import date, timedelta

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import LEFTOVERS, UNINSTALL, odoo, rows

EVALUATE = """
scheme = env.ref("customer_tiering.scheme_pyramid")
env["res.partner"].create({"name": "Address on a list"})
scheme._queue_evaluation()._run()
person = env["res.partner"].search([], limit=1)
env["mail.activity"].create([
    {
        "activity_type_id": kind.id,
        "res_model_id": env["ir.model"]._get_id("res.partner"),
        "res_id": person.id,
        "active": active,
        "summary": "Customer Tiers: to be taken away",
    }
    for kind in (
        env.ref("customer_tiering.mail_activity_type_falling"),
        env.ref("customer_tiering.mail_activity_type_occasion_due"),
    )
    for active in (True, False)
])
env["ir.filters"].create({
    "name": "Customer Tiers: mine", "model_id": "customer.tier.standing"
})
env["ir.exports"].create({
    "name": "Customer Tiers: mine", "resource": "customer.tier.standing"
})
# an opportunity that was told of, and why it was lost
lead = env["crm.lead"].create({
    "name": "Told of", "type": "opportunity", "partner_id": person.id
})
lead.action_set_customer_tier_intention("interested")
lead.activity_ids.summary = "Customer Tiers: to be taken away"
env["customer.product.feedback"].create({
    "product_tmpl_id": env["product.template"].create({"name": "Told of"}).id,
    "text": "Too heavy",
    "lead_id": lead.id,
})
env["ir.filters"].create({
    "name": "Customer Tiers: told", "model_id": "customer.product.feedback"
})
# a quotation by the price list of a tier keeps its price when the addon is gone
env.ref("base.group_user")._apply_group(
    env.ref("product.group_product_pricelist")
)
standing = env["customer.tier.standing"].search(
    [("scheme_id", "=", scheme.id)], limit=1
)
benefit = env["customer.tier.benefit"].create({
    "name": "Prices",
    "kind": "pricelist",
    "scheme_id": scheme.id,
    "line_ids": [(0, 0, {
        "tier_id": standing.tier_id.id,
        "pricelist_id": env["product.pricelist"].create({
            "name": "List of a tier",
            "customer_tier_only": True,
            "item_ids": [(0, 0, {"compute_price": "fixed", "fixed_price": 12.5})],
        }).id,
    })],
})
env["sale.order"].create({
    "name": "Priced by tier",
    "partner_id": standing.partner_id.id,
    "order_line": [(0, 0, {
        "product_id": env["product.product"].create(
            {"name": "Priced by tier", "list_price": 100}
        ).id,
    })],
})
env.cr.commit()
print("STANDINGS", env["customer.tier.standing"].search_count([]))
"""
PRICED = """
SELECT concat_ws(', ', l.price_unit::float, p.name->>'en_US',
                 count(c.specific_property_product_pricelist))
  FROM sale_order_line l
  JOIN sale_order o ON o.id = l.order_id
  JOIN product_pricelist p ON p.id = o.pricelist_id
  JOIN res_partner c ON c.id = o.partner_id
 WHERE o.name = 'Priced by tier'
 GROUP BY l.id, p.id
"""
DEMO = """
import json
env["customer.tier.demo"]._install()
env["customer.tier.demo"]._classify()
env.cr.commit()
evaluation = env.ref("customer_tiering.scheme_pyramid").last_evaluation_id
((balance,),) = env["account.move.line"]._read_group(
    [("parent_state", "=", "posted")], aggregates=["balance:sum"]
)
print("DEMO", json.dumps({
    "tiers": {
        line.tier_id.code: [line.customer_count, line.revenue_share]
        for line in evaluation.result_ids
    },
    "payers": {
        line.tier_id.code: line.customer_count
        for line in env["customer.tier.scheme"].search(
            [("shown_besides", "=", True)], limit=1
        ).last_evaluation_id.result_ids
    },
    "existing": evaluation.existing_count,
    "leads": evaluation.lead_count,
    "balance": balance,
    "bridge": evaluation.revenue_total
    - evaluation.revenue_classified
    - evaluation.revenue_excluded
    - evaluation.revenue_not_counted,
    "bridges": sorted(
        [line.bridge, line.amount, one.scheme_id.id]
        for one in env["customer.tier.scheme"].search([]).last_evaluation_id
        for line in env["customer.tier.evaluation.bridge"].search(
            [("evaluation_id", "=", one.id), ("kind", "=", "difference")]
        )
    ),
    "logins": env["res.users"].search_count([("login", "in", ("sales", "accountant"))]),
}))
evaluations = env["customer.tier.evaluation"].search([], order="id")
kind = env.ref("customer_tiering.mail_activity_type_falling")
falls = env["mail.activity"].with_context(active_test=False).search(
    [("activity_type_id", "=", kind.id)]
)
print("PAST", json.dumps({
    "days": [
        [day.isoformat() for day in one.mapped("as_of")]
        for one in evaluations.grouped("scheme_id").values()
    ],
    "finished": all(one.state == "done" for one in evaluations),
    "existing": evaluations.filtered(
        lambda one: one.scheme_id == evaluation.scheme_id
    ).mapped("existing_count"),
    "moves": dict(env["customer.tier.change"]._read_group(
        [("date", "<", evaluation.as_of)], ["direction"], ["__count"]
    )),
    "undo": evaluation.can_undo and evaluation.undo_count,
    "falls": [len(falls.filtered("active")), len(falls)],
    "no need": evaluations.result_ids.filtered(
        lambda line: line.tier_id.code == "NONEED"
        and line.scheme_id == evaluation.scheme_id
    ).sorted("date").mapped("customer_count"),
}))
"""
GIFTS = """
import json
def figures():
    gifts = env["customer.gift"]
    plans = {plan.state: plan for plan in env["customer.gift.plan"].search([])}
    past, ahead = plans["closed"], plans["open"]
    given = past.gift_ids.filtered(lambda gift: gift.state == "given")
    held = ahead.gift_ids.filtered("held")
    public = held.filtered("partner_id.customer_tier_government")
    samples = env["sale.order.line"].search([("customer_tier_sample", "=", True)])
    by_hand = gifts.search([("plan_id", "=", False)])
    return {
        "plans": env["customer.gift.plan"].search_count([]),
        "budgets": env["customer.gift.budget"].search_count([]),
        "products": env["product.product"].search_count(
            [("customer_gift_ok", "=", True)]
        ),
        "past": dict(past.gift_ids._read_group(
            [("plan_id", "=", past.id)], ["state"], ["__count"]
        )),
        "in time": all(
            3 <= (past.date - gift.delivered_on).days <= 14
            and gift.delivered_on.weekday() < 5
            and gift.approved_on.date() < gift.delivered_on
            and gift.approver_id not in (gift.user_id, env.ref("base.user_root"))
            for gift in given
        ),
        "couriers": len(given.filtered("tracking_number")),
        "held back": past.comparison_count,
        "effects": past.effect_ids.mapped("days"),
        "effect": past.effect_note,
        "ahead": dict(ahead.gift_ids._read_group(
            [("plan_id", "=", ahead.id)], ["state"], ["__count"]
        )),
        "forms": sorted(set(ahead.gift_ids.mapped("form"))),
        "public": [[gift.form, gift.hold_reason] for gift in public],
        "sensitive": len(ahead.gift_ids.filtered(lambda g: g.severity == "approve")),
        "by hand": sorted(
            [g.direction, g.form, g.after_the_fact, bool(g.number)] for g in by_hand
        ),
        "samples": sorted(line.state for line in samples),
        "used": env["customer.tier.benefit.usage"].search_count([]),
        "allowed": env.ref(
            "customer_tiering.customer_tier_benefit_samples"
        ).line_ids.sorted("tier_sequence").mapped("amount"),
    }
first = figures()
env["customer.tier.demo"]._classify()
env.cr.commit()
first["again"] = figures() == first
print("GIFTS", json.dumps(first))
"""


@pytest.fixture
def database():
    """A copy of the template with the addon, dropped afterwards."""
    with copied_database("life") as name:
        yield name


def test_update_evaluate_and_uninstall_leave_nothing(database):
    conf = ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = "
    columns += "'res_partner' AND column_name NOT LIKE 'customer_tier%'"
    before = set(rows(database, columns))
    odoo(*conf, "-u", "customer_tiering", "--stop-after-init")
    shell = odoo("shell", *conf, script=EVALUATE)
    assert int(re.search(r"STANDINGS (\d+)", shell).group(1)) >= 1
    assert rows(database, LEFTOVERS), "the check must find the addon while it is there"
    priced = ["12.5, List of a tier, 0"]
    assert rows(database, PRICED) == priced
    odoo("shell", *conf, script=UNINSTALL)
    assert rows(database, LEFTOVERS) == []
    assert rows(database, PRICED) == priced
    assert set(rows(database, columns)) == before


def test_the_demo_business_shows_all_eight_classes(database):
    """Heavy-tailed as real trade is; the books balance, the bridge closes."""
    conf = ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]
    log = odoo("shell", *conf, script=DEMO + GIFTS)
    demo = json.loads(re.search(r"DEMO ({.*})", log).group(1))
    ranked = {"TOP", "BIG", "MEDIUM", "SMALL"}
    assert set(demo["tiers"]) == ranked | {"INACTIVE", "PROSPECT", "SUSPECT", "NONEED"}
    assert demo["existing"] >= 300
    assert demo["leads"] > 0
    assert demo["logins"] == 2
    assert demo["tiers"]["TOP"][0] > 1
    assert demo["tiers"]["TOP"][1] > 0.2
    assert sum(demo["tiers"][code][1] for code in ("TOP", "BIG", "MEDIUM")) > 0.7
    # not into two letters only: each holds some of the payers, and D the fewest
    payers = {code: demo["payers"][code] for code in "ABCD"}
    assert min(payers.values()) >= sum(payers.values()) / 20, payers
    assert min(payers, key=payers.get) == "D", payers
    assert abs(demo["balance"]) < 0.005
    assert abs(demo["bridge"]) < 0.005
    # the pyramid looks at invoices alone or at money too, the payers at money
    assert {kind for kind, *_rest in demo["bridges"]} == {
        "revenue",
        "money",
        "receivables",
    }
    assert not any(amount for _kind, amount, _scheme in demo["bridges"]), demo[
        "bridges"
    ]
    check_past(json.loads(re.search(r"PAST ({.*})", log).group(1)))
    check_gifts(json.loads(re.search(r"GIFTS ({.*})", log).group(1)))


def check_past(demo):
    """All three schemes at thirteen ends of a month, then today."""
    pyramid, *others = demo["days"]
    # how customers pay, and the segments
    assert others == [pyramid, pyramid]
    days = [date.fromisoformat(day) for day in pyramid]
    assert len(days) == 14
    assert days == sorted(days)
    assert all((day + timedelta(days=1)).day == 1 for day in days[:-1])
    assert demo["finished"]
    # business grew, and what was noted later was not known before
    assert demo["existing"][0] < demo["existing"][6] < demo["existing"][-1]
    assert 0 < demo["no need"][0] < demo["no need"][-1]
    assert demo["moves"]["up"] > 100
    assert demo["moves"]["down"] > 50
    assert demo["undo"] > 0
    # who fell lately has not been called yet
    assert 0 < demo["falls"][0] < demo["falls"][1]


def check_gifts(demo):
    """One feast over, one ahead, a public body held, a register and samples."""
    assert (demo["plans"], demo["budgets"]) == (2, 2)
    assert demo["products"] >= 10
    assert demo["past"]["given"] > 20
    assert demo["past"]["declined"] == 3
    assert demo["past"]["returned"] == 1
    assert set(demo["past"]) <= {"given", "declined", "returned", "cancelled"}
    assert demo["in time"]
    assert demo["couriers"] > 0
    assert demo["held back"] > 0
    assert 30 in demo["effects"]
    assert demo["effect"]
    assert set(demo["ahead"]) == {"proposed", "approved"}
    assert demo["forms"] == ["card", "goods"]
    assert demo["public"]
    for form, reason in demo["public"]:
        assert form == "goods"
        assert "public body" in reason
    assert demo["sensitive"] > 0
    assert demo["by hand"] == [
        ["given", "experience", True, True],
        ["received", "hospitality", False, True],
    ]
    assert demo["samples"] == ["draft", "sale", "sale"]
    assert demo["used"] == 2
    assert demo["allowed"] == [3000, 1000, 500, 0]
    assert demo["again"], "a second time changes nothing"
