"""What the wholesaler's tiers are granted: prices, terms, trainings, service."""

from odoo import Command

from . import service
from .trainings import create_trainings

MODULE = "customer_tiering"
PRICES = "demo_benefit_prices"
# tier: percent off, and off from ten units of an article
DISCOUNTS = {"top": (12, 15), "big": (8, 10), "medium": (3, 5)}
# working hours, priority
SERVICE = {"top": (4, "3"), "big": (8, "2"), "medium": (24, "1")}
# days for which a fallen customer keeps their prices
PROTECTED = 60


def create_benefits(env, company):
    """Create the benefits of the demo company, once, and turn them on."""
    if env.ref(f"{MODULE}.{PRICES}", raise_if_not_found=False):
        return False
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    seller = env.ref(f"{MODULE}.demo_user_sales", raise_if_not_found=False)
    if not seller or not scheme or not scheme.last_evaluation_id:
        return False
    tiers = {code: env.ref(f"{MODULE}.tier_{code}") for code in DISCOUNTS}
    benefits = env["customer.tier.benefit"]._load_records(
        [
            {
                "xml_id": f"{MODULE}.{PRICES}",
                "noupdate": True,
                "values": {
                    "name": "Prices by Tier",
                    "kind": "pricelist",
                    "scheme_id": scheme.id,
                    "protection_days": PROTECTED,
                    "line_ids": _price_lines(env, company, tiers),
                },
            },
            {
                "xml_id": f"{MODULE}.demo_benefit_service",
                "noupdate": True,
                "values": {
                    "name": "Fast Answers",
                    "kind": "service",
                    "scheme_id": scheme.id,
                    "line_ids": [
                        Command.create(
                            {
                                "tier_id": tiers[code].id,
                                "response_hours": hours,
                                "priority": priority,
                            }
                        )
                        for code, (hours, priority) in SERVICE.items()
                    ],
                },
            },
            {
                "xml_id": f"{MODULE}.demo_benefit_salesperson",
                "noupdate": True,
                "values": {
                    "name": "Dedicated Salesperson",
                    "kind": "salesperson",
                    "scheme_id": scheme.id,
                    "line_ids": [
                        Command.create({"tier_id": tiers[code].id})
                        for code in ("top", "big")
                    ],
                },
            },
        ]
    )
    # trainings, tooling and the discount for cash are those of the example
    benefits.action_use_example()
    example = benefits.with_context(active_test=False).search(
        [("scheme_id", "=", scheme.id), ("active", "=", False)]
    )
    example.active = True
    for training in example.filtered(lambda benefit: benefit.kind == "training"):
        create_trainings(env, training)
    service.create_service(env, company, scheme)
    return True


def _price_lines(env, company, tiers):
    lists = env["product.pricelist"].create(
        [
            {
                "name": f"{tiers[code].name} Customers",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "customer_tier_only": True,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": percent,
                            "min_quantity": quantity,
                        }
                    )
                    for quantity, percent in ((0, off), (10, off_from_ten))
                ],
            }
            for code, (off, off_from_ten) in DISCOUNTS.items()
        ]
    )
    return [
        Command.create({"tier_id": tier.id, "pricelist_id": prices.id})
        for tier, prices in zip(tiers.values(), lists, strict=True)
    ]
