"""Two orders take the last of a customer's samples at once: one of them is confirmed.

Both through Odoo's own repetition of a request that PostgreSQL refuses.
"""

import pytest
from sessions import Request, session


@pytest.fixture
def orders(registry):
    """Two quotations with samples for 60 each, of an allowance of 100: committed."""
    with session(registry) as env:
        scheme = env.ref("customer_tiering.scheme_pyramid")
        tier = env.ref("customer_tiering.tier_top")
        customer = env["res.partner"].create({"name": "Anvil"})
        env["customer.tier.standing"].create(
            {
                "scheme_id": scheme.id,
                "company_id": scheme.company_id.id,
                "partner_id": customer.id,
                "tier_id": tier.id,
            }
        )
        benefit = env["customer.tier.benefit"].create(
            {
                "name": "Samples of the year",
                "scheme_id": scheme.id,
                "over": "block",
                "tier_rule": "now",
                "line_ids": [(0, 0, {"tier_id": tier.id, "amount": 100})],
            }
        )
        hammer = env["product.product"].create({"name": "Hammer", "type": "consu"})
        hammer.standard_price = 10
        found = env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": scheme.company_id.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": hammer.id,
                                "product_uom_qty": 6,
                                "customer_tier_sample": True,
                            },
                        )
                    ],
                }
                for _order in range(2)
            ]
        )
        # they have taken samples before: there is a row to stand in line at
        env["customer.tier.benefit.purse"]._open(benefit, customer)
        env.cr.commit()
        yield found.ids
        env.invalidate_all()
        # what was used stays written down; the next test has an allowance of its own
        benefit.active = False
        env.cr.commit()


def confirming(order_id):
    return lambda env: env["sale.order"].browse(order_id).action_confirm()


def check_one_got_it(registry, orders, refused):
    """One order is confirmed, and whoever came second reads why theirs is not."""
    assert type(refused.error).__name__ == "UserError"
    said = str(refused.error).replace("\xa0", " ")
    assert "“Samples of the year” of Anvil: $ 60.00 of $ 100.00 used" in said
    assert "$ 40.00 left" in said
    assert "takes $ 60.00. Remove samples from the order" in said
    with session(registry) as env:
        found = env["sale.order"].browse(orders)
        assert sorted(found.mapped("state")) == ["draft", "sale"]
        uses = env["customer.tier.benefit.usage"].search([("order_id", "in", orders)])
        assert uses.mapped("amount") == [60]
        assert uses.order_id.state == "sale"


def test_the_second_waits_and_is_told(registry, orders):
    second = Request(
        registry,
        confirming(orders[1]),
        # this transaction begins before the first has committed
        prepare=lambda env: env["sale.order"].browse(orders[1]).state,
    )
    with session(registry) as env:
        confirming(orders[0])(env)
        env.flush_all()
        second.until_it_waits()
        env.cr.commit()
    second.join(timeout=60)

    assert second.tries == 2, "PostgreSQL must have refused the first try"
    check_one_got_it(registry, orders, second)


def test_both_at_once(registry, orders):
    requests = [Request(registry, confirming(order)) for order in orders]
    for request in requests:
        request.start()
    for request in requests:
        request.join(timeout=60)

    refused = [request for request in requests if request.error]
    assert len(refused) == 1
    check_one_got_it(registry, orders, refused[0])
