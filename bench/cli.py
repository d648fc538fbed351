"""./dev bench: fill a database with a shop, measure, print a table of medians."""

import argparse
import json
import logging
import platform
import statistics
from datetime import timedelta

from bench import shop
from bench.measures import AS_OF, Measures
from loader.session import close_connections, odoo_environment

SCALES = {"tiny": 2_000, "20k": 20_000, "200k": 200_000, "1m": 1_000_000}
REPETITIONS = {"tiny": 3, "20k": 5, "200k": 5, "1m": 1}
# bars of the design: name -> (what it may be at most, in words)
BARS = {
    "full_over_floor": 2.5,
    "preview_s": 0.5,
    "refresh_ms": 50,
    "rss_mib_above_idle": 1024,
}


def main(argv=None):
    options = parser().parse_args(argv)
    with odoo_environment(options.config, options.database) as env:
        logging.getLogger("bench").setLevel(logging.INFO)
        result = measure(env, options.scale, options.repetitions)
    close_connections()
    print(table(result))
    if options.json:
        options.json.write(json.dumps(result, indent=2) + "\n")
    return 0


def parser():
    made = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    made.add_argument("--config", required=True, help=argparse.SUPPRESS)
    made.add_argument("--database", required=True, help=argparse.SUPPRESS)
    made.add_argument("--scale", choices=SCALES, default="20k")
    made.add_argument("--repetitions", type=int, help="of each measure, interleaved")
    made.add_argument("--json", type=argparse.FileType("w"), metavar="FILE")
    return made


def measure(env, scale, repetitions=None):
    """Everything at one scale: ``{figure: number}``, medians of what is repeated."""
    company = env.ref("base.main_company")
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    if not env["account.journal"].search_count([("company_id", "=", company.id)]):
        env["account.chart.template"].try_loading("generic_coa", company)
    counts = shop.build(env, company, SCALES[scale], AS_OF)
    measures = Measures(env, company)
    idle = measures.memory()
    seconds = {name: [] for name in ("full", "floor", "unchanged", "preview")}
    lists = {
        (what, field): []
        for what in ("filtered", "grouped")
        for field in ("customer_tier_id", "country_id")
    }
    # warm up: the first run plans, compiles and fills the caches
    measures.full()
    peak = measures.memory()
    for _ in range(repetitions or REPETITIONS[scale]):
        seconds["floor"].append(measures.floor())
        seconds["full"].append(measures.full())
        seconds["unchanged"].append(measures.unchanged())
    refreshed = [measures.refresh(one) for one in measures.customers_to_refresh()]
    measures.start_preview()
    measures.start_lists()
    for _ in range(repetitions or REPETITIONS[scale]):
        seconds["preview"].append(measures.preview())
        for (what, field), found in lists.items():
            found.append(getattr(measures, what)(field))
    orm = measures.peer(SCALES[scale])
    middle = {name: statistics.median(found) for name, found in seconds.items()}
    shown = {key: statistics.median(found) for key, found in lists.items()}
    filtered, grouped = (
        {field: shown[what, field] for field in ("customer_tier_id", "country_id")}
        for what in ("filtered", "grouped")
    )
    return {
        "scale": scale,
        **counts,
        "full_s": middle["full"],
        "floor_s": middle["floor"],
        "full_over_floor": middle["full"] / middle["floor"],
        "stages_s": measures.stages,
        "orm_s": orm,
        "orm_over_full": orm / middle["full"],
        "unchanged_s": middle["unchanged"],
        "preview_s": middle["preview"],
        "refresh_ms": 1000 * statistics.median(refreshed),
        "filter_ms": 1000 * filtered["customer_tier_id"],
        "filter_over_country": filtered["customer_tier_id"] / filtered["country_id"],
        "group_over_country": grouped["customer_tier_id"] / grouped["country_id"],
        "rss_mib_above_idle": max(peak, measures.memory()) - idle,
        "queries": measures.queries,
        "python": platform.python_version(),
        "period": [str(AS_OF - timedelta(days=364)), str(AS_OF)],
    }


def table(result):
    lines = [f"{name:24} {_shown(value)}" for name, value in result.items()]
    for name, bar in BARS.items():
        state = "met" if result[name] <= bar else "MISSED"
        lines.append(f"bar {name} ≤ {bar}: {state}")
    return "\n".join(lines)


def _shown(value):
    if isinstance(value, float):
        return f"{value:,.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
