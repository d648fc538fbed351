"""19.0.1.2.0: the names of two record rules speak of people as everything else does."""

from odoo import SUPERUSER_ID, api

NAMES = {
    "customer_tiering.customer_tier_no_need_rule_own": (
        "Customer tier no need: a user changes his own marks",
        "Customer tier no need: users change their own marks",
    ),
    "customer_tiering.customer_gift_rule_own": (
        "Gift: a salesperson sees those of his own customers",
        "Gift: salespeople see those of their own customers",
    ),
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for xmlid, (before, after) in NAMES.items():
        rule = env.ref(xmlid, raise_if_not_found=False)
        # an administrator may have named it differently
        if rule and rule.name == before:
            rule.name = after
