from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, format_date

from ..collector.customers import customers
from ..playbook.trigger import Trigger

# a problem that was solved longer ago is no reason to call any more
LATEST = 90
# models of other addons -> columns with the day on which it was solved, the first one
# that is filled counts, and the condition on ``d`` that it was
TASKS = {
    "project.task": (
        ("date_end", "date_last_stage_update"),
        SQL("d.state = '1_done'"),
    ),
    "repair.order": (("write_date",), SQL("d.state = 'done'")),
    # of OCA's helpdesk
    "helpdesk.ticket": (("closed_date",), SQL("d.closed_date IS NOT NULL")),
}

NEEDED = ("partner_id", "company_id")


class CustomerPlaybook(models.Model):
    """A problem was solved: call again after some days, and ask whether it really was.

    Problems are refunds, activities of the type *Problem*, and tasks, repairs and
    tickets where the addons are installed.
    """

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "solved": Trigger(
                self.env._("A problem was solved some days ago"),
                self._rows_solved,
                self._reason_solved,
                days=True,
            ),
        }

    def _rows_solved(self):
        today = self._today()
        last = today - timedelta(days=self.days)
        first = last - timedelta(days=LATEST)
        return SQL(
            """
            SELECT c.customer_id AS partner_id,
                   solved.kind || ':' || solved.id AS occurrence,
                   NULL::varchar AS res_model, NULL::integer AS res_id,
                   solved.day + %(days)s AS day
              FROM (%(solved)s) solved
              JOIN %(customers)s c ON c.id = solved.contact_id
             WHERE solved.day BETWEEN %(first)s AND %(last)s
            """,
            days=self.days,
            solved=SQL(" UNION ALL ").join(self._solved(first, last)),
            customers=customers(self.scheme_id),
            first=first,
            last=last,
        )

    def _solved(self, first, last):
        """SELECTs of ``kind``, ``id``, ``contact_id`` and ``day`` of solved problems.

        Another addon adds one here.
        """
        self.env["account.move"].flush_model()
        companies = self.scheme_id._covered_companies().ids
        problems = self.env["mail.activity"]._customer_tier_solved_problems_sql(
            first, last
        )
        return [
            SQL(
                "SELECT 'refund' AS kind, m.id, m.partner_id AS contact_id,"
                " m.invoice_date AS day FROM account_move m"
                " WHERE m.move_type = 'out_refund' AND m.state = 'posted'"
                " AND m.invoice_date BETWEEN %s AND %s AND m.company_id = ANY(%s)",
                first,
                last,
                companies,
            ),
            SQL("SELECT 'problem', id, contact_id, date_done FROM (%s) done", problems),
            *self._solved_elsewhere(companies),
        ]

    def _solved_elsewhere(self, companies):
        for name, (columns, condition) in TASKS.items():
            if name not in self.env:
                continue
            model = self.env[name]
            # another addon of this name may look otherwise
            if not all(_stored(model, one) for one in (*columns, *NEEDED)):
                continue
            model.flush_model()
            yield SQL(
                "SELECT %s, d.id, d.partner_id, COALESCE(%s)::date FROM %s d"
                " WHERE %s AND (d.company_id IS NULL OR d.company_id = ANY(%s))",
                name,
                SQL(", ").join(SQL.identifier("d", one) for one in columns),
                SQL.identifier(model._table),
                condition,
                companies,
            )

    def _reason_solved(self, play, standing):
        kind = play.occurrence.split(":")[0]
        day = play.due_since - timedelta(days=play.playbook_id.days)
        day = format_date(standing.env, day)
        if kind == "refund":
            return standing.env._("A refund was posted on %(day)s.", day=day)
        return standing.env._("A problem was solved on %(day)s.", day=day)


def _stored(model, name):
    field = model._fields.get(name)
    return bool(field and field.store)
