"""The gift catalogue of the wholesaler, by key."""

from odoo import Command

# key: name, code, cost, list price, packing and freight, form, tags (external ids),
# tiers, occasions, other values of the product
PRODUCTS = {
    "tea": ("Tea box, three sorts", 23.0, 38.0, 3.0, "goods", ("tea",), (), (), {}),
    "mooncakes": (
        *("Mooncake box, eight pieces", 34.0, 49.0, 4.0, "goods", ("sweets",)),
        *(("top",), ("mid_autumn",), {"customer_gift_sensitive": "mooncake"}),
    ),
    "mooncakes_small": (
        *("Mooncake box, two pieces", 10.4, 17.0, 2.0, "goods", ("sweets",)),
        *(("medium",), ("mid_autumn",), {"customer_gift_sensitive": "mooncake"}),
    ),
    "fruit": ("Fruit basket", 24.5, 39.0, 4.0, "goods", ("fruit",), (), (), {}),
    "pen": (
        *("Fountain pen set", 38.0, 49.5, 3.0, "goods", (), ("top",)),
        *(("spring_festival", "new_year"), {}),
    ),
    "card": ("New Year card", 1.1, 2.5, 0.7, "card", (), (), (), {}),
    "calendar": (
        *("Wall calendar with our logo", 8.2, 15.0, 2.3, "goods", (), ()),
        *(("spring_festival", "new_year"), {"customer_gift_promotional": True}),
    ),
    "wine": (
        *("Red wine, two bottles", 21.0, 36.0, 4.0, "goods", ("alcohol",)),
        *(("top", "big"), (), {"customer_gift_sensitive": "alcohol"}),
    ),
    "clock": (
        *("Wall clock", 17.5, 32.0, 4.0, "goods", ("clock",), ("top", "big"), (), {}),
    ),
    "notebooks": ("Notebook set", 13.8, 24.0, 2.2, "goods", (), (), (), {}),
    "visit": (
        *("Factory visit with lunch", 35.0, 45.0, 0.0, "experience", (), ()),
        *((), {}),
    ),
}


def create_products(env):
    """Create the products of the catalogue and return them by key."""
    category = env["product.category"].create({"name": "Gifts"})

    def links(kind, names):
        records = [env.ref(f"customer_tiering.{kind}_{name}") for name in names]
        return [Command.link(record.id) for record in records]

    products = env["product.product"].create(
        [
            {
                "name": name,
                "default_code": f"GI-{801 + place}",
                "categ_id": category.id,
                "type": "consu",
                "sale_ok": False,
                "standard_price": cost,
                "list_price": price,
                "customer_gift_ok": True,
                "customer_gift_freight": freight,
                "customer_gift_form": form,
                "customer_gift_tag_ids": links("customer_gift_tag", tags),
                "customer_gift_tier_ids": links("tier", tiers),
                "customer_gift_occasion_ids": links("customer_gift_occasion", at),
                **others,
            }
            for place, (
                *(name, cost, price, freight, form, tags, tiers, at, others),
            ) in enumerate(PRODUCTS.values())
        ]
    )
    return dict(zip(PRODUCTS, products, strict=True))
