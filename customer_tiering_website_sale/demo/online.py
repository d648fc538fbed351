"""Online orders, abandoned carts and reviews for a demo company with a web shop.

Whoever builds the demo calls `build` with the website, the buyers and the products that
there are. The same seed gives the same trade.
"""

from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple

from odoo import Command
from odoo.models import BaseModel

DAYS = 365
REVIEWS = (
    ("Does what it says. Delivered in two days.", 5),
    ("Good value, sturdy. We ordered it again.", 4),
    ("Fine, but the box arrived dented.", 3),
)
# days since a cart was left: today's is no abandoned one yet
CARTS = (0, 1, 2, 5, 12)


class Built(NamedTuple):
    """What `build` has made: ``sale.order``, ``sale.order`` and ``rating.rating``."""

    orders: BaseModel
    carts: BaseModel
    reviews: BaseModel


def build(env, website, buyers, products, today, orders=60, seed=7):
    """Twelve months of trade in the web shop, up to the day ``today``.

    :param buyers: ``res.partner``; the first ones buy most
    :param products: ``product.product`` to publish and to sell
    :param orders: how many orders are confirmed; the caller invoices them
    :return: `Built`
    """
    dice = Random(seed)
    env = env(context={**env.context, "tracking_disable": True, "mail_notrack": True})
    buyers, products = buyers.with_env(env), products.with_env(env)
    products.website_published = True
    # the first buyer is twice as likely as the second, and so on to a floor
    weights = [max(2.0**-place, 0.02) for place in range(len(buyers))]
    placed = env["sale.order"].create(
        [
            _order(website, dice.choices(buyers, weights)[0], products, dice)
            for _number in range(orders)
        ]
    )
    placed.action_confirm()
    for order in placed:
        order.date_order = _moment(today - timedelta(dice.randrange(DAYS)), dice)
    carts = env["sale.order"].create(
        [
            {
                **_order(website, buyers[place % len(buyers)], products, dice),
                "date_order": _moment(today - timedelta(days), dice),
            }
            for place, days in enumerate(CARTS)
        ]
    )
    return Built(placed, carts, _reviews(env, buyers, products))


def _order(website, buyer, products, dice):
    chosen = dice.sample(list(products), min(len(products), dice.randint(1, 3)))
    return {
        "partner_id": buyer.id,
        "company_id": website.company_id.id,
        "website_id": website.id,
        "order_line": [
            Command.create(
                {"product_id": product.id, "product_uom_qty": dice.randint(1, 6)}
            )
            for product in chosen
        ],
    }


def _moment(day, dice):
    """An evening or an office hour of the day, UTC."""
    return datetime.combine(day, time(dice.choice((9, 11, 14, 20, 21)), 30))


def _reviews(env, buyers, products):
    templates = products.product_tmpl_id
    model = env["ir.model"]._get_id(templates._name)
    return env["rating.rating"].create(
        [
            {
                "res_model_id": model,
                "res_id": templates[place % len(templates)].id,
                "partner_id": buyers[place % len(buyers)].id,
                "rating": stars,
                "feedback": text,
                "consumed": True,
            }
            for place, (text, stars) in enumerate(REVIEWS)
        ]
    )
