"""19.0.1.2.0: the shipped tiers get the names that customers read."""

from odoo.tools import SQL

# xmlid of the tier -> its public name; the translations come with the language files
NAMES = {
    "tier_top": "Platinum",
    "tier_big": "Gold",
    "tier_medium": "Silver",
    "tier_small": "Customer",
    "tier_a": "Platinum",
    "tier_b": "Gold",
    "tier_c": "Silver",
    "tier_d": "Customer",
}


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE customer_tier t
               SET public_name = jsonb_build_object('en_US', given.name)
              FROM (VALUES %s) AS given (xmlid, name)
              JOIN ir_model_data d
                ON d.module = 'customer_tiering' AND d.model = 'customer.tier'
               AND d.name = given.xmlid
             WHERE t.id = d.res_id AND t.public_name IS NULL
            """,
            SQL(", ").join(SQL("(%s, %s)", *pair) for pair in NAMES.items()),
        )
    )
