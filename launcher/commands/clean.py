"""./dev clean: remove the ignored folder; with `--cache` also the downloads."""

import shutil

from .. import cluster, postgres, say
from ..errors import Busy
from ..locks import InUse
from ..places import Places
from . import stop


def add(parser) -> None:
    parser.add_argument(
        "--cache",
        action="store_true",
        help="also remove the downloads, which all checkouts share",
    )


def run(places: Places, options) -> int:
    state = places.root / ".dev"
    if state.exists():
        stop.stop_servers(state)
        in_use = InUse(state / "in-use.lock")
        if not in_use.alone():
            raise Busy()
        stop.stop_postgres(places)
        with say.step(f"Removing {state}"):
            for facts in state.glob("postgres/*/as.json"):
                if home := cluster.home_elsewhere(facts):
                    shutil.rmtree(home, ignore_errors=True)
            postgres.forget(places)
            shutil.rmtree(state)
        in_use.release()
    if options.cache and places.cache.exists():
        in_use = InUse(places.cache / "in-use.lock")
        if not in_use.alone():
            raise Busy()
        with say.step(f"Removing {places.cache}"):
            shutil.rmtree(places.cache)
        in_use.release()
    return 0
