"""What a till sells that is no sale: gift cards, e-wallets and tips.

A gift card is money kept for its owner. It becomes a sale when somebody pays with it;
that payment is a line with a negative amount, which is left out too. A tip belongs to
whoever served.
"""

from odoo.tools import SQL

KEPT_MONEY = ("gift_card", "ewallet")
INCOME_TYPES = ("income", "income_other")


def apart_products(env):
    """The ``product.product`` of gift cards, e-wallets and tips, archived ones too."""
    env = env(su=True, context=dict(env.context, active_test=False))
    found = env["pos.config"].search([]).tip_product_id
    # what it was before somebody chose another one, or none
    found |= env.ref("point_of_sale.product_product_tip", False) or found
    if "loyalty.program" in env:
        programs = env["loyalty.program"].search([("program_type", "in", KEPT_MONEY)])
        found |= programs.rule_ids.product_ids
        found |= programs.reward_ids.discount_line_product_id
    return found


def is_apart(env, line):
    """Condition that ``line`` (SQL, an alias of ``pos_order_line``) is no sale."""
    products = apart_products(env).ids
    return SQL("%s.product_id = ANY(%s)", line, products) if products else SQL("FALSE")


def is_apart_income(reading, line):
    """Condition that ``line`` is no sale, although it is booked to income."""
    company = reading.scheme.company_id
    products = [
        product.id
        for product in apart_products(reading.env).with_company(company)
        if product._get_product_accounts()["income"].account_type in INCOME_TYPES
    ]
    return SQL("%s.product_id = ANY(%s)", line, products) if products else SQL("FALSE")
