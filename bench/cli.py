"""./dev bench: fill a database with a shop, measure it and print medians."""

import argparse
import json
import logging
import platform
import statistics
from datetime import timedelta

from bench import entitlements, gifts, oca, playbooks, prices, report, shop, till
from bench.measures import AS_OF, Measures
from loader.session import close_connections, odoo_environment

SCALES = {"tiny": 2_000, "20k": 20_000, "200k": 200_000, "1m": 1_000_000}
REPETITIONS = {"tiny": 3, "20k": 5, "200k": 5, "1m": 1}
LOOKS = 11
# times that the customer with the most documents is refreshed
HEAVIEST = 3
# the roles of the first screen; the slowest one has to meet the target
HOME = ("management", "accounting", "sales")
# what a manager opens from there
PAGES = ("year", "cohorts")
REPEATED = (
    # what is read at night is what was read by day: nothing to write
    *("floor", "full", "unchanged", "unchanged_night", "full_night"),
    # copies what the evaluation before it has written
    "promised_floor",
    *("next_floor", "next", "next_night"),
)
# of which the stages are told apart
STAGED = ("full_night", "unchanged", "unchanged_night")


def main(argv=None):
    options = parser().parse_args(argv)
    with odoo_environment(options.config, options.database) as env:
        logging.getLogger("bench").setLevel(logging.INFO)
        what = measure_till if options.till else measure
        result = what(env, options.scale, options.repetitions)
    close_connections()
    print(report.table(result, report.TILL if options.till else report.TARGETS))
    if options.json:
        options.json.write(json.dumps(result, indent=2) + "\n")
    return 0


def parser():
    made = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    made.add_argument("--config", required=True, help=argparse.SUPPRESS)
    made.add_argument("--database", required=True, help=argparse.SUPPRESS)
    made.add_argument("--scale", choices=SCALES, default="20k")
    made.add_argument(
        "--repetitions", type=int, help="number of repetitions of each run, in turns"
    )
    made.add_argument(
        "--till",
        action="store_true",
        help="only compare till orders with as many invoices",
    )
    made.add_argument("--json", type=argparse.FileType("w"), metavar="FILE")
    return made


def measure(env, scale, repetitions=None):
    """Measure everything at one scale: ``{figure: number}``, medians if repeated."""
    env, company = company_of(env)
    counts = shop.build(env, company, SCALES[scale], AS_OF)
    measures = Measures(env, company)
    times = repetitions or REPETITIONS[scale]
    # the first run plans, compiles and fills the caches; it shows the memory that a
    # fresh process needs
    idle = measures.start_peak()
    measures.full()
    peak = measures.peak()
    seconds = {name: [] for name in (*REPEATED, "gifts", "gifts_again")}
    stages = {name: [] for name in STAGED}
    for _ in range(times):
        for name in REPEATED:
            seconds[name].append(getattr(measures, name)())
            if name in STAGED:
                stages[name].append(
                    {**measures.evaluation.timing, "all": seconds[name][-1]}
                )
    shown = measure_screens(measures)
    customers = measures.customers_to_refresh()
    refreshed = [measures.refresh(one) for one in customers]
    heaviest = [measures.refresh(customers[0]) for _ in range(HEAVIEST)]
    plan, gift_count = gifts.prepare(env, measures.scheme)
    for _ in range(times):
        gifts.forget(plan)
        seconds["gifts"].append(gifts.seconds(plan))
        seconds["gifts_again"].append(gifts.seconds(plan))
    priced = prices.measure(
        prices.prepare(env, measures.scheme), measures.customers(SCALES[scale])
    )
    entitled = entitlements.measure(entitlements.prepare(env, measures.scheme), times)
    nights = measure_playbooks(env, measures.scheme, times)
    orm = measures.peer(SCALES[scale])
    overdue = statistics.median(measures.overdue() for _ in range(times))
    peers = statistics.median(measures.peers() for _ in range(times))
    middle = {name: statistics.median(found) for name, found in seconds.items()}
    tier, country = "customer_tier_id", "country_id"
    result = {
        "scale": scale,
        **counts,
        "full_s": middle["full"],
        "floor_s": middle["floor"],
        "full_over_floor": middle["full"] / middle["floor"],
        "promised_floor_s": middle["promised_floor"],
        "full_over_promised_floor": middle["full"] / middle["promised_floor"],
        "stages_s": measures.stages,
        "orm_s": orm,
        "orm_over_full": orm / middle["full"],
        "unchanged_s": middle["unchanged"],
        "next_s": middle["next"],
        "next_over_floor": middle["next"] / middle["next_floor"],
        "full_night_s": middle["full_night"],
        "full_night_over_floor": middle["full_night"] / middle["floor"],
        "full_night_over_promised_floor": middle["full_night"]
        / middle["promised_floor"],
        "unchanged_night_s": middle["unchanged_night"],
        "next_night_s": middle["next_night"],
        "publish_us": 1e6
        / counts["customers"]
        * statistics.median(stage["publish"] for stage in stages["full_night"]),
        **{
            f"{name}_over_collect": statistics.median(
                stage["all"] / stage["collect"] for stage in stages[name]
            )
            for name in ("unchanged", "unchanged_night")
        },
        "preview_s": shown[("preview",)],
        "refresh_ms": 1000 * statistics.median(refreshed),
        "refresh_heaviest_ms": 1000 * statistics.median(heaviest),
        **{f"home_{role}_ms": 1000 * shown["home", role] for role in HOME},
        "home_ms": 1000 * max(shown["home", role] for role in HOME),
        **{
            f"home_{page}_ms": 1000 * shown["looked_up", f"get_{page}"]
            for page in PAGES
        },
        "peers_s": peers,
        "filter_ms": 1000 * shown["filtered", tier],
        "filter_over_country": shown["filtered", tier] / shown["filtered", country],
        "group_over_country": shown["grouped", tier] / shown["grouped", country],
        "gifts": gift_count,
        "gifts_s": middle["gifts"],
        "gifts_again_s": middle["gifts_again"],
        **priced,
        **entitled,
        **nights,
        "rss_mib_above_idle": peak - idle,
        "queries": measures.queries,
        "overdue_s": overdue,
        "python": platform.python_version(),
        "period": [str(AS_OF - timedelta(days=364)), str(AS_OF)],
    }
    ids = measures.customers(SCALES[scale])
    # its installation updates every contact: for a million, it takes over four minutes
    other = oca.installed(env) if len(ids) <= oca.MOST else None
    if other:
        result["oca_overdue_s"] = oca.seconds_for(other, company.id, ids)
    return result


def company_of(env):
    """The environment in the company of the shop, and that company."""
    company = env.ref("base.main_company")
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    if not env["account.journal"].search_count([("company_id", "=", company.id)]):
        env["account.chart.template"].try_loading("generic_coa", company)
    return env, company


def measure_till(env, scale, repetitions=None):
    """Compare reading till orders with reading as many invoices."""
    env, company = company_of(env)
    counts = shop.build(env, company, SCALES[scale], AS_OF)
    scheme = Measures(env, company).scheme
    times = repetitions or REPETITIONS[scale]
    found = till.measure(env, scheme, company, AS_OF, times, SCALES[scale])
    return {"scale": scale, **counts, **found}


def measure_playbooks(env, scheme, times):
    """A night of all shipped playbooks: medians of the triggers and of one batch."""
    on = playbooks.prepare(env, scheme)
    found = []
    for _ in range(times):
        playbooks.forget(on)
        found.append(playbooks.seconds(on))
    triggers, plays, batches = zip(*found, strict=True)
    return {
        "playbooks_s": statistics.median(triggers),
        "playbooks_batch_s": statistics.median(batches),
        "plays": plays[0],
    }


def measure_screens(measures):
    """Seconds that people wait for a screen: ``{(method, *arguments): median}``.

    A list takes milliseconds, so the median of two readings may be wrong by half. The
    first reading fills the caches again after other measures, and does not count.
    """
    measures.start_preview()
    measures.start_lists()
    measures.start_home()
    found = {("preview",): [], **{("home", role): [] for role in HOME}}
    found |= {("looked_up", f"get_{page}"): [] for page in PAGES}
    for what in ("filtered", "grouped"):
        for field in ("customer_tier_id", "country_id"):
            found[what, field] = []
    for _ in range(1 + LOOKS):
        for (what, *arguments), seconds in found.items():
            seconds.append(getattr(measures, what)(*arguments))
    return {key: statistics.median(seconds[1:]) for key, seconds in found.items()}
