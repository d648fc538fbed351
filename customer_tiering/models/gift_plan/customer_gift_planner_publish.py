import json

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ...gifting.approval import SALESPERSON
from ...tools.staging import stage

STAGE = "customer_gift_planned"
# columns of the frame that a refresh updates; extensions of the plan can add some
RENEWED = [
    "partner_id",
    "tier_id",
    "user_id",
    "date",
    "form",
    "product_id",
    "budget_line_id",
    "amount",
    "cost",
    "list_value",
    "severity",
    "findings",
]
OPTIONAL = ["contact_id", "tax_amount", "quantity", "held", "hold_reason"]
# nobody has changed the gift, so the plan may update it
UNTOUCHED = SQL("g.state = 'proposed' AND g.edited IS NOT TRUE AND g.held IS NOT TRUE")
# and nobody has written or attached anything, so the plan may delete it
UNSPOKEN = SQL(
    """
    NOT EXISTS (SELECT FROM mail_message x
                 WHERE x.model = 'customer.gift' AND x.res_id = g.id)
    AND NOT EXISTS (SELECT FROM mail_activity x
                     WHERE x.res_model = 'customer.gift' AND x.res_id = g.id)
    AND NOT EXISTS (SELECT FROM mail_followers x
                     WHERE x.res_model = 'customer.gift' AND x.res_id = g.id)
    AND NOT EXISTS (SELECT FROM ir_attachment x
                     WHERE x.res_model = 'customer.gift' AND x.res_id = g.id)
    """
)


class CustomerGiftPlanner(models.AbstractModel):
    _inherit = "customer.gift.planner"

    @api.model
    def _publish(self, plan, frame):
        """Write the proposed gifts of ``plan``, except those that people have changed.

        A customer has one gift in a plan, whatever its state: after somebody cancelled
        it no other is proposed. Returns counts: ``{"created", "updated", "removed"}``.
        """
        gifts = self.env["customer.gift"]
        self.env.flush_all()
        names = self._stage(frame)
        removed = self._remove_undeserved(plan)
        self._keep_salespeople(plan)
        updated = self._update_untouched(plan, names)
        created = self._insert_missing(plan, names)
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(STAGE)))
        self.env.invalidate_all(flush=False)
        self._recompute(gifts.browse(updated + created), names)
        return {
            "created": len(created),
            "updated": len(updated),
            "removed": removed,
        }

    @api.model
    def _stage(self, frame):
        """Copy the frame to a temporary table; returns the names of its columns."""
        names = [*RENEWED, *(name for name in OPTIONAL if name in frame)]
        staged = frame.reindex(columns=names)
        staged["findings"] = _texts(staged["findings"])
        staged["severity"] = staged["severity"].fillna("none")
        stage(self.env["customer.gift"], STAGE, staged, names)
        self.env.cr.execute(
            SQL("CREATE INDEX ON %s (partner_id)", SQL.identifier(STAGE))
        )
        return names

    @api.model
    def _remove_undeserved(self, plan):
        """Delete gifts that the plan no longer proposes, and duplicates.

        A customer has two gifts in a plan after their contacts were merged.
        """
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_gift g
                 WHERE g.plan_id = %(plan)s AND %(untouched)s AND %(unspoken)s
                   AND (NOT EXISTS (SELECT FROM %(stage)s d
                                     WHERE d.partner_id = g.partner_id)
                        OR EXISTS (
                            SELECT FROM customer_gift o
                             WHERE o.plan_id = g.plan_id
                               AND o.partner_id = g.partner_id AND o.id <> g.id
                               AND (o.id < g.id OR o.edited OR o.held
                                    OR o.state <> 'proposed')))
                """,
                plan=plan.id,
                untouched=UNTOUCHED,
                unspoken=UNSPOKEN,
                stage=SQL.identifier(STAGE),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _keep_salespeople(self, plan):
        """Record who was the salesperson of gifts that an update gives to another."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_gift_request
                       (gift_id, user_id, kind, date,
                        create_uid, create_date, write_uid, write_date)
                SELECT g.id, g.user_id, %(kind)s, %(now)s,
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM customer_gift g
                  JOIN %(stage)s d ON d.partner_id = g.partner_id
                 WHERE g.plan_id = %(plan)s AND %(untouched)s
                   AND g.user_id IS DISTINCT FROM d.user_id
                   AND g.user_id <> %(superuser)s
                """,
                kind=SALESPERSON,
                stage=SQL.identifier(STAGE),
                plan=plan.id,
                untouched=UNTOUCHED,
                superuser=SUPERUSER_ID,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )

    @api.model
    def _update_untouched(self, plan, names):
        """Update the proposed gifts whose figures differ; returns their ids."""
        return self._written_ids(
            SQL(
                """
                UPDATE customer_gift g
                   SET (%(names)s, write_uid, write_date)
                     = (%(staged)s, %(user)s, %(now)s)
                  FROM %(stage)s d
                 WHERE g.plan_id = %(plan)s AND g.partner_id = d.partner_id
                   AND %(untouched)s
                   AND (%(old)s) IS DISTINCT FROM (%(staged)s)
                RETURNING g.id
                """,
                names=SQL(", ").join(map(SQL.identifier, names)),
                staged=SQL(", ").join(SQL.identifier("d", name) for name in names),
                old=SQL(", ").join(SQL.identifier("g", name) for name in names),
                stage=SQL.identifier(STAGE),
                plan=plan.id,
                untouched=UNTOUCHED,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )

    @api.model
    def _insert_missing(self, plan, names):
        """Create a gift for each customer without one; returns the ids of the gifts."""
        values = self._constants(plan, names)
        return self._written_ids(
            SQL(
                """
                INSERT INTO customer_gift (%(names)s, %(others)s)
                SELECT %(staged)s, %(values)s
                  FROM %(stage)s d
                 WHERE NOT EXISTS (
                       SELECT FROM customer_gift g
                        WHERE g.plan_id = %(plan)s AND g.partner_id = d.partner_id)
                 ORDER BY d.partner_id
                RETURNING id
                """,
                names=SQL(", ").join(map(SQL.identifier, names)),
                others=SQL(", ").join(map(SQL.identifier, values)),
                staged=SQL(", ").join(SQL.identifier("d", name) for name in names),
                values=SQL(", ").join(SQL("%s", value) for value in values.values()),
                stage=SQL.identifier(STAGE),
                plan=plan.id,
            )
        )

    @api.model
    def _constants(self, plan, names):
        """``{column: value}`` for columns that are the same in all gifts of ``plan``.

        Starts from the defaults of the model, so that fields added elsewhere get the
        same values as in the form.
        """
        gifts = self.env["customer.gift"].with_company(plan.company_id)
        filled = [
            name
            for name, field in gifts._fields.items()
            if field.store and field.column_type and field.default
        ]
        values = gifts.default_get(filled) | {
            "plan_id": plan.id,
            "occasion_id": plan.occasion_id.id,
            "company_id": plan.company_id.id,
            "scheme_id": plan.scheme_id.id,
            "purpose": plan.purpose,
            "state": "proposed",
            "direction": "given",
            "edited": False,
        }
        columns = {
            name: gifts._fields[name].convert_to_column_insert(value, gifts)
            for name, value in values.items()
            if name not in names and gifts._fields[name].column_type
        }
        log = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        now = self.env.cr.now()
        return columns | log | {"create_date": now, "write_date": now}

    @api.model
    def _recompute(self, gifts, names):
        """Have the ORM compute the stored fields of gifts, if there are any."""
        for name, field in gifts._fields.items():
            if field.compute and field.store and name not in names:
                self.env.add_to_compute(field, gifts)

    @api.model
    def _written_ids(self, sql):
        self.env.cr.execute(sql)
        return [id_ for (id_,) in self.env.cr.fetchall()]


def _texts(findings):
    """JSON of each list of findings or None; equal lists are converted once."""
    known, result = {}, []
    for found in findings:
        if not isinstance(found, list) or not found:
            result.append(None)
            continue
        key = tuple(tuple(line.values()) for line in found)
        if key not in known:
            known[key] = json.dumps(found)
        result.append(known[key])
    return result
