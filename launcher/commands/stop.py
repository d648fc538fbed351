"""./dev stop: stop the servers that ./dev started in the background, nothing else."""

from pathlib import Path

from .. import cluster, processes, say
from ..locks import InUse
from ..places import Places


def add(parser) -> None:
    pass


def run(places: Places, _options) -> int:
    state = places.root / ".dev"
    stopped = stop_servers(state)
    in_use = InUse(places.state / "in-use.lock")
    if not in_use.alone():
        say.line(
            "Another ./dev is still at work. It will stop PostgreSQL when it ends."
        )
        return 0
    stopped += stop_postgres(places)
    in_use.release()
    say.line("Stopped." if stopped else "Nothing was running.")
    return 0


def stop_servers(state: Path) -> int:
    stopped = 0
    for path in state.glob("servers/*.json"):
        if processes.running(path):
            with say.step(f"Odoo: stopping {path.stem}"):
                stopped += processes.stop(path)
    return stopped


def stop_postgres(places: Places) -> int:
    """Stop every running cluster of this checkout, whichever binaries started it."""
    stopped = 0
    for path in (places.root / ".dev").glob("postgres/*/data/postmaster.pid"):
        stopped += cluster.end_by_pid_file(path)
    for path in (places.root / ".dev").glob("postgres/*/as.json"):
        home = cluster.home_elsewhere(path)
        if home and (pid_file := home / "cluster/data/postmaster.pid").exists():
            stopped += cluster.end_by_pid_file(pid_file)
    return stopped
