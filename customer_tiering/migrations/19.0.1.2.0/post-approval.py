"""19.0.1.2.0: who asked for the gifts and plans of before, as far as it is known.

Of a gift by hand its creator, of any gift former salespeople and whoever changed the
cost, as its messages say; of a plan its makers, as the messages of the plan say.
"""

from odoo import SUPERUSER_ID
from odoo.tools import SQL

CREATED, SALESPERSON, CHANGED, PLANNED = "created", "salesperson", "changed", "planned"


def migrate(cr, version):
    if not version:
        return
    keep_creators(cr)
    keep_salespeople(cr, "customer.gift", "gift_id")
    keep_salespeople(cr, "customer.gift.plan", "plan_id")
    keep_changes_of_cost(cr)
    keep_makers(cr)
    keep_approved_cost(cr)


def keep(cr, column, kind, rows):
    """Add ``rows``: SQL for the record, its user, the day and the changed fields."""
    cr.execute(
        SQL(
            """
            INSERT INTO customer_gift_request (%(column)s, user_id, kind, date, changed,
                        create_uid, create_date, write_uid, write_date)
            SELECT r.id, r.user_id, %(kind)s, r.date, r.changed,
                   %(superuser)s, NOW() AT TIME ZONE 'UTC',
                   %(superuser)s, NOW() AT TIME ZONE 'UTC'
              FROM (%(rows)s) r
              JOIN res_users u ON u.id = r.user_id
             WHERE r.user_id <> %(superuser)s
             ORDER BY r.date, r.id
            """,
            column=SQL.identifier(column),
            kind=kind,
            rows=rows,
            superuser=SUPERUSER_ID,
        )
    )


def keep_creators(cr):
    """A gift that the plan did not propose itself was logged when it was created."""
    keep(
        cr,
        "gift_id",
        CREATED,
        SQL(
            """
            SELECT g.id, g.create_uid AS user_id, g.create_date AS date, NULL AS changed
              FROM customer_gift g
             WHERE g.plan_id IS NULL
                OR EXISTS (SELECT FROM mail_message m
                            WHERE m.model = 'customer.gift' AND m.res_id = g.id
                              AND m.create_date = g.create_date)
            """
        ),
    )


def keep_salespeople(cr, model, column):
    """Salespeople of gifts, and who was responsible for plans, where it was logged."""
    keep(
        cr,
        column,
        SALESPERSON,
        SQL(
            """
            SELECT t.id, one.user_id, m.date, NULL AS changed
              FROM mail_tracking_value v
              JOIN ir_model_fields f ON f.id = v.field_id
               AND f.model = %(model)s AND f.name = 'user_id'
              JOIN mail_message m ON m.id = v.mail_message_id AND m.model = %(model)s
              JOIN %(table)s t ON t.id = m.res_id
             CROSS JOIN LATERAL (VALUES (v.old_value_integer),
                                        (v.new_value_integer)) one (user_id)
            """,
            model=model,
            table=SQL.identifier(model.replace(".", "_")),
        ),
    )


def keep_changes_of_cost(cr):
    keep(
        cr,
        "gift_id",
        CHANGED,
        SQL(
            """
            SELECT g.id, u.id AS user_id, m.date, 'cost' AS changed
              FROM mail_tracking_value v
              JOIN ir_model_fields f ON f.id = v.field_id
               AND f.model = 'customer.gift' AND f.name = 'cost'
              JOIN mail_message m ON m.id = v.mail_message_id
               AND m.model = 'customer.gift'
              JOIN customer_gift g ON g.id = m.res_id
              JOIN res_users u ON u.partner_id = m.author_id
            """
        ),
    )


def keep_makers(cr):
    """Who created a plan, is responsible for it, or had it propose its gifts."""
    for kind, user, day in (
        (CREATED, SQL("create_uid"), SQL("create_date")),
        (SALESPERSON, SQL("user_id"), SQL("write_date")),
    ):
        rows = SQL(
            "SELECT id, %s AS user_id, %s AS date, NULL AS changed"
            " FROM customer_gift_plan",
            user,
            day,
        )
        keep(cr, "plan_id", kind, rows)
    keep(
        cr,
        "plan_id",
        PLANNED,
        SQL(
            """
            SELECT g.plan_id AS id, g.create_uid AS user_id, MIN(g.create_date) AS date,
                   NULL AS changed
              FROM customer_gift g
             WHERE g.plan_id IS NOT NULL
             GROUP BY g.plan_id, g.create_uid
            """
        ),
    )


def keep_approved_cost(cr):
    """The cost that was approved: since then, a manager could only lower it."""
    cr.execute(
        """
        UPDATE customer_gift g
           SET approved_cost = GREATEST(g.cost, (
               SELECT MAX(v.old_value_float)
                 FROM mail_message m
                 JOIN mail_tracking_value v ON v.mail_message_id = m.id
                 JOIN ir_model_fields f ON f.id = v.field_id
                  AND f.model = 'customer.gift' AND f.name = 'cost'
                WHERE m.model = 'customer.gift' AND m.res_id = g.id
                  AND m.date >= g.approved_on))
         WHERE g.approver_id IS NOT NULL
        """
    )
