"""What the store's best members are granted: their own prices, and a gift."""

from odoo import Command, fields

# tier code: percent off
DISCOUNTS = {"TOP": 10, "BIG": 5}
GIFTS = 3


def create_benefits(built, scheme):
    env = built.env
    tiers = {
        tier.code: tier
        for tier in env["customer.tier"].search([("code", "in", list(DISCOUNTS))])
    }
    lists = {
        code: env["product.pricelist"].create(
            {
                "name": f"{tiers[code].public_name} Members",
                "company_id": built.company.id,
                "currency_id": built.company.currency_id.id,
                "customer_tier_only": True,
                "item_ids": [
                    Command.create(
                        {"compute_price": "percentage", "percent_price": percent}
                    )
                ],
            }
        )
        for code, percent in DISCOUNTS.items()
    }
    env["customer.tier.benefit"].create(
        {
            "name": "Prices of Members",
            "kind": "pricelist",
            "scheme_id": scheme.id,
            "line_ids": [
                Command.create(
                    {"tier_id": tiers[code].id, "pricelist_id": lists[code].id}
                )
                for code in DISCOUNTS
            ],
        }
    )
    for one in lists.values():
        built.till.available_pricelist_ids += one
    best = env["customer.tier.standing"].search(
        [("scheme_id", "=", scheme.id), ("rank", ">", 0)], order="rank", limit=GIFTS
    )
    gifts = env["customer.gift"].create(
        [
            {
                "partner_id": one.partner_id.id,
                "company_id": built.company.id,
                "date": fields.Date.today(),
                "description": "Box of flower bulbs",
                "cost": 6,
                "list_value": 12,
                "purpose": "Thanks for the year",
            }
            for one in best
        ]
    )
    gifts.action_approve()
