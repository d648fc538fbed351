"""What each tier gets in a year, and for which feast."""

import datetime

from odoo import Command

MODULE = "customer_tiering"


def budget_values(env, scheme, year):
    """A budget for ``year``: goods for the best tiers, cards for others, pool, cap."""

    def ref(kind, name):
        return env.ref(f"{MODULE}.{kind}_{name}").id

    def line(tier, occasion=None, **values):
        values["tier_id"] = ref("tier", tier)
        if occasion:
            values["occasion_id"] = ref("customer_gift_occasion", occasion)
        return Command.create(values)

    card = {"form": "card", "amount": 2}
    medium = {"method": "percent", "percent": 0.1, "minimum": 13, "maximum": 18}
    lines = [
        line("top", amount=45),
        line("big", amount=30),
        line("medium", **medium),
        line("small", form="nothing"),
        line("inactive", form="nothing"),
    ]
    for tier in ("top", "big", "medium", "small"):
        lines.append(line(tier, "double_ninth", **card))
    for tier in ("small", "inactive"):
        lines.append(line(tier, "spring_festival", **card))
    return {
        "name": f"Gifts {year}",
        "scheme_id": scheme.id,
        "date_from": datetime.date(year, 1, 1),
        "date_to": datetime.date(year, 12, 31),
        "pool_amount": 6000,
        "line_ids": lines,
        "cap_ids": [Command.create({"scope": "customer", "amount": 150})],
    }
