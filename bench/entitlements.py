"""Seconds of the nightly step that makes trainings due, for all customers at once."""

import statistics
import time

MONTHS = 3


def prepare(env, scheme):
    """A training that every ranked tier is granted each quarter."""
    return env["customer.tier.benefit"].create(
        {
            "name": "Training",
            "kind": "training",
            "scheme_id": scheme.id,
            "line_ids": [
                (
                    0,
                    0,
                    {"tier_id": tier.id, "interval_months": MONTHS, "unit_cost": 100},
                )
                for tier in scheme.rule_ids.tier_id
            ],
        }
    )


def measure(benefit, times):
    """``{figure: number}``, seconds as medians.

    *first*: all customers get one. *again*: the night after, in which nothing is to be
    done. *lapsed*: the periods of all are over, so that all lapse and all get the next.
    """
    seconds = {"first": [], "again": [], "lapsed": []}
    for _ in range(times):
        _execute(benefit, "DELETE FROM customer_tier_entitlement WHERE benefit_id = %s")
        made, first = night(benefit)
        seconds["first"].append(first)
        seconds["again"].append(night(benefit)[1])
        _execute(
            benefit,
            "UPDATE customer_tier_entitlement SET date_to = current_date - 2"
            " WHERE benefit_id = %s",
        )
        seconds["lapsed"].append(night(benefit)[1])
    middle = {name: statistics.median(found) for name, found in seconds.items()}
    return {
        "entitlements": made,
        "entitlements_s": middle["first"],
        "entitlements_again_s": middle["again"],
        "entitlements_lapsed_s": middle["lapsed"],
    }


def night(benefit):
    """The number of new entitlements, and seconds."""
    benefit.env.flush_all()
    started = time.perf_counter()
    made = benefit.env["customer.tier.entitlement"]._night(benefit)
    return made, time.perf_counter() - started


def _execute(benefit, statement):
    benefit.env.flush_all()
    benefit.env.cr.execute(statement, [benefit.id])
    benefit.env.invalidate_all()
