"""What did not change is not sent, and whoever else writes to a row needs no care."""

import pytest
from conftest import EXPECTED, NEW
from ladder import ROWS, differences
from workers import Worker, to_the_end

# rows to which a follower wrote after they were published
TOUCHED = "SELECT count(*) FROM customer_tier_standing WHERE alerted_on IS NOT NULL"
UNTOUCHED = "SELECT id FROM customer_tier_standing WHERE alerted_on IS NULL LIMIT 1"
UNDO = "SELECT count(*) FROM customer_tier_standing_undo"
NOBODY_SPOKE_TO = """
SELECT partner_id FROM customer_tier_standing WHERE lifecycle = 'not_contacted' LIMIT 1
"""
CHANGED = """
SELECT direction, from_tier_id FROM customer_tier_change
 WHERE partner_id = %s ORDER BY id DESC LIMIT 1
"""


def once_more(env, prepare=None, savepoint=False):
    """(rows sent, rows written) of one more evaluation of NEW."""
    publisher = type(env["customer.tier.publisher"])
    differing, sent = publisher._differing, []

    def counted(self, decided, known):
        changed, left = differing(self, decided, known)
        sent.append(len(changed))
        return changed, left

    publisher._differing = counted
    scheme = env.ref("customer_tiering.scheme_pyramid")
    if prepare:
        prepare(scheme)
    evaluation = scheme._queue_evaluation(NEW)
    env.cr.commit()
    if savepoint:
        with env.cr.savepoint(flush=False):
            evaluation._run()
    else:
        evaluation._run(checkpoint=env.cr.commit)
    env.cr.commit()
    return sent[0], evaluation.written_count


def undo_last(env):
    env.ref("customer_tiering.scheme_pyramid").last_evaluation_id._undo()
    env.cr.commit()


@pytest.fixture
def published(server, database):
    """The database with NEW in force, and how many rows a follower wrote to."""
    Worker(database, to_the_end).result()
    ((touched,),) = server.rows(database, TOUCHED)
    # or the tests below would not tell these from all rows
    assert touched < len(EXPECTED) / 2
    return touched


def test_nothing_changed(server, database, published):
    assert Worker(database, once_more).result() == (published, 0)
    assert differences(EXPECTED, server.rows(database, ROWS)) == {}


def test_nothing_to_send(server, database, published):
    """Not one row: all are published anew, and no follower has written to them."""
    server.rows(database, "UPDATE customer_tier_standing SET net_revenue = -7")
    every = len(EXPECTED)
    assert Worker(database, once_more).result() == (every, every)
    assert server.rows(database, UNDO) == [(every,)]
    assert Worker(database, once_more).result() == (0, 0)
    # there is nothing that the last evaluation would give back
    assert server.rows(database, UNDO) == [(0,)]
    assert differences(EXPECTED, server.rows(database, ROWS)) == {}


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE customer_tier_standing SET net_revenue = net_revenue + 1 WHERE id = %s",
        "UPDATE customer_tier_standing SET reason = NULL, rank = -1 WHERE id = %s",
    ],
)
def test_somebody_else_wrote_to_a_row(server, database, published, write):
    """It is as decided again, though nobody kept its digest."""
    server.rows(database, write, server.rows(database, UNTOUCHED)[0])
    assert Worker(database, once_more).result() == (published + 1, 1)
    assert differences(EXPECTED, server.rows(database, ROWS)) == {}


def test_a_row_without_a_digest(server, database, published):
    """As all are that an earlier version has published."""
    unknown = "UPDATE customer_tier_standing SET row_digest = NULL WHERE id = %s"
    server.rows(database, unknown, server.rows(database, UNTOUCHED)[0])
    assert Worker(database, once_more).result() == (published + 1, 0)


def test_published_in_a_savepoint(server, database, published):
    """Its rows have another number: all are sent once more, and none is written."""
    server.rows(database, "UPDATE customer_tier_standing SET net_revenue = -7")
    every = len(EXPECTED)
    assert Worker(database, once_more, None, True).result() == (every, every)
    assert Worker(database, once_more).result() == (every, 0)
    assert differences(EXPECTED, server.rows(database, ROWS)) == {}


def without(customer):
    def prepare(scheme):
        scheme.domain = f"[('id', '!=', {customer})]"

    return prepare


def test_a_customer_left(server, database, published):
    """Alone they are told to the server; undoing brings them back."""
    ((customer,),) = server.rows(database, NOBODY_SPOKE_TO)
    sent, written = Worker(database, once_more, without(customer)).result()
    assert (sent, written) == (published, 1)
    rows = dict(server.rows(database, ROWS))
    assert dict(EXPECTED).keys() - rows.keys() == {customer}
    ((direction, before),) = server.rows(database, CHANGED, [customer])
    assert (direction, before) == ("left", dict(EXPECTED)[customer]["tier_id"])
    Worker(database, undo_last).result()
    assert differences(EXPECTED, server.rows(database, ROWS)) == {}
