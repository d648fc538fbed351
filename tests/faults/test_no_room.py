"""The database refuses to write on: the disk is full, or its patience is over."""

import os
import subprocess

import pytest
from workers import Worker, scheduled

SIZE = "SELECT pg_relation_size('customer_tier_standing')"


def retried(env):
    """Somebody presses "Try Again"."""
    env["customer.tier.evaluation"].search([("state", "=", "failed")]).action_retry()


def told(env):
    """What the administrators were told."""
    scheme = env.ref("customer_tiering.scheme_pyramid")
    messages = env["mail.message"].search(
        [("model", "=", scheme._name), ("res_id", "=", scheme.id)]
    )
    return [
        message.body
        for message in messages
        if message.message_type == "user_notification"
    ]


@pytest.fixture
def small_disk(server, database):
    """The standings lie on a disk of their own with little room; yields its folder.

    Their pages are full, as after many new customers: what changes needs new ones.
    """
    folder = server.home / "small"
    folder.mkdir()
    server.rows(database, "ALTER TABLE customer_tier_standing SET (fillfactor = 100)")
    server.rows(database, "VACUUM FULL customer_tier_standing")
    ((size,),) = server.rows(database, SIZE)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size * 11 // 10}", "tmpfs", folder]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"a small disk cannot be made here: {error}")
    if done.returncode:
        pytest.skip(f"a small disk cannot be made here: {done.stderr.strip()}")
    try:
        owner = server.data.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
        folder.chmod(0o700)
        server.rows(database, f"CREATE TABLESPACE small LOCATION '{folder}'")
        server.rows(database, "ALTER TABLE customer_tier_standing SET TABLESPACE small")
        yield folder
        server.rows("postgres", f'DROP DATABASE "{database}" WITH (FORCE)')
        server.rows("postgres", "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_the_disk_is_full(
    server, database, undisturbed, small_disk, state, settled, tally
):
    from ladder import Observer

    before, outcome = undisturbed
    observer = Observer(server, database)
    Worker(database, scheduled).result()
    tally["full disks"] += 1
    now, error = state()
    assert now == "failed"
    assert error.startswith("The disk of the database server is full")
    assert "Free space there, then press “Try Again”." in error
    (said,) = Worker(database, told).result()
    assert "The disk of the database server is full" in said
    subprocess.run(["mount", "-o", "remount,size=1g", small_disk], check=True)
    Worker(database, retried).result()
    settled()
    looks, ladders = observer.end()
    assert ladders == [before, outcome.standings]
    tally["looks at the ladder"] += looks


def test_a_statement_takes_too_long(
    server, database, observer, middle, state, settled, tally
):
    """PostgreSQL ends it after the time that the administrator has set."""
    setting = f'ALTER DATABASE "{database}" '
    server.rows("postgres", setting + "SET statement_timeout = '5s'")
    with server.held_row(database, "customer_tier_standing", middle):
        Worker(database, scheduled).result()
    tally["statement timeouts"] += 1
    now, error = state()
    assert now == "failed"
    assert error.startswith("PostgreSQL stopped a statement")
    assert "statement_timeout" in error
    assert "press “Try Again”" in error
    server.rows("postgres", setting + "RESET statement_timeout")
    Worker(database, retried).result()
    settled()
