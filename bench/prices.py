"""Seconds to know the price lists of contacts, with a tier's list and without."""

import statistics
import time

CONTACTS = 1_000
# a thousand contacts take a few hundredths of a second
LOOKS = 15


def prepare(env, scheme):
    """A benefit that gives every ranked tier a list of its own, with protection."""
    env.ref("base.group_user")._apply_group(env.ref("product.group_product_pricelist"))
    env["res.company"]._activate_or_create_pricelists()
    tiers = scheme.rule_ids.tier_id
    lists = env["product.pricelist"].create(
        [
            {"name": tier.name, "customer_tier_only": True, "sequence": 99}
            for tier in tiers
        ]
    )
    return env["customer.tier.benefit"].create(
        {
            "name": "Prices",
            "kind": "pricelist",
            "scheme_id": scheme.id,
            "protection_days": 30,
            "line_ids": [
                (0, 0, {"tier_id": tier.id, "pricelist_id": found.id})
                for tier, found in zip(tiers, lists, strict=True)
            ],
        }
    )


def measure(benefit, ids):
    """``{figure: number}``: milliseconds of one contact, and the ratio of a thousand.

    With the benefit off, the lists are Odoo's own. Both are read in turns, so that
    neither has the quieter machine.
    """
    partners = benefit.env["res.partner"].browse(ids[:: max(len(ids) // CONTACTS, 1)])
    partners = partners[:CONTACTS]
    found = {(on, many): [] for on in (True, False) for many in (True, False)}
    for look in range(1 + LOOKS):
        for (on, many), times in found.items():
            benefit.active = on
            benefit.env.flush_all()
            # the first reading after a change fills the registry's caches
            seconds(partners[:1])
            times.append(seconds(partners if many else partners[look : look + 1]))
    middle = {key: statistics.median(times[1:]) for key, times in found.items()}
    benefit.active = False
    return {
        "price_ms_more": 1000 * (middle[True, False] - middle[False, False]),
        "prices_ms": 1000 * middle[True, True],
        "prices_over_odoo": middle[True, True] / middle[False, True],
    }


def seconds(partners):
    """Seconds to read the price list of each of ``partners``, with an empty cache."""
    partners.env.invalidate_all()
    started = time.perf_counter()
    for partner in partners:
        partner.property_product_pricelist  # noqa: B018 - reading it is what is timed
    return time.perf_counter() - started
