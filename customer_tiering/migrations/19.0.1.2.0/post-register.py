"""19.0.1.2.0: existing entries of the gift register get their evidence and their seals.

The seals say that nothing changes from the day of the upgrade on. What was changed
before cannot be found.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    if not version:
        return
    keep_evidence(cr)
    env = api.Environment(cr, SUPERUSER_ID, {})
    entries = env["customer.gift"].search(
        [("number", "!=", False)], order="register_date, number, id"
    )
    env["customer.gift.seal"]._seal(entries, "upgrade")


def keep_evidence(cr):
    """What was attached before the entry was locked by its date; now it is listed."""
    cr.execute(
        SQL(
            """
            INSERT INTO customer_gift_evidence_rel (customer_gift_id, ir_attachment_id)
            SELECT g.id, f.id
              FROM customer_gift g
              JOIN ir_attachment f
                ON f.res_model = 'customer.gift' AND f.res_id = g.id
               AND f.res_field IS NULL AND f.create_date <= g.register_date
             WHERE g.number IS NOT NULL
            ON CONFLICT DO NOTHING
            """
        )
    )
