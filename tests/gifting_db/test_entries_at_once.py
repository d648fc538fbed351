"""Entries at once: one after the other in the chain, without deadlock or a new try."""

import threading

import pytest
from sessions import Request, session

AT_ONCE = 8


@pytest.fixture
def customers(registry):
    with session(registry) as env:
        names = [{"name": f"Customer {number}"} for number in range(AT_ONCE)]
        found = env["res.partner"].create(names)
        # the first entry makes the company's sequence
        enter(env, found[0])
        env.cr.commit()
        yield found.ids


def enter(env, customer):
    return env["customer.gift"].create(
        {
            "partner_id": customer.id,
            "company_id": env.company.id,
            "date": "2026-06-30",
            "description": "A box of tea",
            "cost": 10.0,
            "purpose": "Thanks for the year",
            "state": "given",
        }
    )


def problems(registry):
    with session(registry) as env:
        return env["customer.gift.seal"]._verify(env.company)[3]


def test_the_second_waits_and_continues_the_chain(registry, customers):
    def begun(env):
        # their transaction sees the chain as it was before the first has committed
        env.cr.execute("SELECT MAX(position) FROM customer_gift_seal")

    second = Request(
        registry,
        lambda env: enter(env, env["res.partner"].browse(customers[1])),
        prepare=begun,
    )
    with session(registry) as env:
        enter(env, env["res.partner"].browse(customers[0]))
        second.until_it_waits()
        env.cr.commit()
    second.join(timeout=60)
    assert second.error is None
    assert second.tries == 1
    assert problems(registry) == []


def test_many_at_once(registry, customers):
    barrier = threading.Barrier(AT_ONCE)
    requests = []
    for id_ in customers:

        def work(env, id_=id_):
            enter(env, env["res.partner"].browse(id_))

        def together(env):
            env.cr.execute("SELECT 1")
            barrier.wait(timeout=60)

        requests.append(Request(registry, work, prepare=together))
    for request in requests:
        request.start()
    for request in requests:
        request.join(timeout=120)
    assert [request.error for request in requests] == [None] * AT_ONCE
    assert [request.tries for request in requests] == [1] * AT_ONCE
    assert problems(registry) == []
    with session(registry) as env:
        env.cr.execute(
            "SELECT position FROM customer_gift_seal WHERE company_id = %s"
            " ORDER BY position",
            [env.company.id],
        )
        places = [place for (place,) in env.cr.fetchall()]
    assert places == list(range(1, len(places) + 1))
    assert len(places) > AT_ONCE
