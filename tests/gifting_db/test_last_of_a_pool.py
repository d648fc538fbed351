"""Two people spend the last of a pool at once: one gets it, the other a sentence."""

import pytest
from sessions import Request, session


@pytest.fixture
def gifts(registry):
    """Two gifts of 100 each, and a pool with 140: committed, for all to see."""
    with session(registry) as env:
        scheme = env.ref("customer_tiering.scheme_pyramid")
        budget = env["customer.gift.budget"].create(
            {
                "name": "Gifts 2025",
                "scheme_id": scheme.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "pool_amount": 140,
            }
        )
        found = env["customer.gift"].create(
            [
                {
                    "partner_id": env["res.partner"].create({"name": name}).id,
                    "scheme_id": scheme.id,
                    "company_id": scheme.company_id.id,
                    "date": "2025-06-30",
                    "description": "A box of tea",
                    "cost": 100.0,
                    "purpose": "Thanks for the year",
                }
                for name in ("Anvil", "Hammer")
            ]
        )
        env.cr.commit()
        yield found.ids
        env.invalidate_all()
        # what is approved can be cancelled, not deleted
        found.filtered(lambda gift: gift.state == "approved").action_cancel()
        budget.unlink()
        env.cr.commit()


def approve(gift):
    gift._reserve_budget()
    gift.state = "approved"
    gift.env.flush_all()


def test_the_second_waits_and_is_told(registry, gifts):
    def proposed(env):
        # this transaction sees the world as it was before the first has committed
        assert env["customer.gift"].browse(gifts[1]).state == "proposed"

    second = Request(
        registry,
        lambda env: approve(env["customer.gift"].browse(gifts[1])),
        prepare=proposed,
    )
    with session(registry) as env:
        approve(env["customer.gift"].browse(gifts[0]))
        second.until_it_waits()
        env.cr.commit()
    second.join(timeout=60)

    assert second.tries == 2, "PostgreSQL must have refused the first try"
    assert type(second.error).__name__ == "UserError"
    assert "has $\xa040.00 left" in str(second.error)
    assert "needs $\xa0100.00" in str(second.error)
    with session(registry) as env:
        states = env["customer.gift"].browse(gifts).mapped("state")
    assert states == ["approved", "proposed"]


def test_the_second_began_before_and_comes_after(registry, gifts):
    """It waits for nobody: what it sees is old, and PostgreSQL says so."""
    from psycopg2.errors import SerializationFailure

    with session(registry) as late:
        gift = late["customer.gift"].browse(gifts[1])
        assert gift.state == "proposed"
        with session(registry) as env:
            approve(env["customer.gift"].browse(gifts[0]))
            env.cr.commit()
        with pytest.raises(SerializationFailure):
            approve(gift)
