"""A gift plan for the tiers of the shop: from standings to proposed gifts."""

import time

from bench import bulk

AMOUNTS = {"TOP": 45, "BIG": 30, "MEDIUM": 18, "SMALL": 8}
MOST = 50_000


def prepare(env, scheme):
    """A plan for the first `MOST` customers in ranked tiers, and their number."""
    env = env(user=env.ref("base.user_admin"))
    tiers = env["customer.tier"].search([("code", "in", list(AMOUNTS))])
    occasion = env["customer.gift.occasion"].create({"name": "Benchmark"})
    day = env["customer.gift.occasion.date"].create(
        {"occasion_id": occasion.id, "date": scheme._today()}
    )
    budget = env["customer.gift.budget"].create(
        {
            "name": "Benchmark",
            "scheme_id": scheme.id,
            "date_from": day.date.replace(month=1, day=1),
            "date_to": day.date.replace(month=12, day=31),
            "line_ids": [
                (0, 0, {"tier_id": tier.id, "amount": AMOUNTS[tier.code]})
                for tier in tiers
            ],
        }
    )
    env.cr.execute(
        "SELECT MAX(partner_id), COUNT(*) FROM ("
        " SELECT partner_id FROM customer_tier_standing"
        " WHERE scheme_id = %s AND tier_id = ANY(%s)"
        " ORDER BY partner_id LIMIT %s) first",
        [scheme.id, tiers.ids, MOST],
    )
    last, count = env.cr.fetchone()
    plan = env["customer.gift.plan"].create(
        {
            "name": "Benchmark",
            "occasion_date_id": day.id,
            "budget_id": budget.id,
            "purpose": "Thanks",
            "domain": f"[('id', '<=', {last})]",
        }
    )
    env.cr.commit()
    return plan, count


def seconds(plan):
    """Seconds to propose the gifts of the plan or to refresh them, like the button."""
    started = time.perf_counter()
    plan.action_make()
    plan.env.cr.commit()
    return time.perf_counter() - started


def forget(plan):
    """Restore the state before the gifts, without the many dead rows this leaves."""
    cr = plan.env.cr
    cr.execute("DELETE FROM customer_gift WHERE plan_id = %s", [plan.id])
    bulk.vacuum(cr, "customer_gift")
    plan.env.invalidate_all()
