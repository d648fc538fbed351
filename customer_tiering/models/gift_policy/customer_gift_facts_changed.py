from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.boolean_search import boolean_search
from .customer_gift_policy_log import FACTS

# a fact counts as changed around an approval if so many days or fewer lie between
DAYS = 30


class CustomerGift(models.Model):
    """Tells when a fact about the recipient changed around the approval.

    A recipient who is a public official until the day before the approval, and again
    the day after, has to catch somebody's eye. Facts that changed before the gift is
    approved are told to whoever is going to approve it.
    """

    _inherit = "customer.gift"

    facts_changed = fields.Boolean(
        string="Facts Changed around Approval",
        compute="_compute_facts_changed",
        search="_search_facts_changed",
    )
    facts_changed_note = fields.Char(compute="_compute_facts_changed")

    @api.depends("partner_id", "contact_id", "state", "approved_on")
    def _compute_facts_changed(self):
        """One query for all gifts: the changes around each, oldest first."""
        log = self.env["customer.gift.policy.log"].sudo()
        found = {}
        if self.ids:
            self.flush_recordset()
            log.flush_model()
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT g.id, ARRAY_AGG(l.id ORDER BY l.id)
                      FROM customer_gift g
                      JOIN customer_gift_policy_log l ON %s
                     WHERE g.id = ANY(%s)
                     GROUP BY g.id
                    """,
                    _around("g"),
                    self.ids,
                )
            )
            found = dict(rows)
        for gift in self:
            changes = log.browse(found.get(gift.id, ()))
            gift.facts_changed = bool(changes)
            gift.facts_changed_note = "; ".join(map(gift._tell_change, changes))

    def _tell_change(self, change):
        labels = dict(change._fields["what"]._description_selection(self.env))
        return self.env._(
            "%(contact)s: “%(fact)s” changed from “%(old)s” to “%(new)s” on %(day)s "
            "by %(user)s",
            contact=change.partner_id.name,
            fact=labels[change.what],
            old=change.old_value or "–",
            new=change.new_value or "–",
            day=format_date(self.env, change.changed_on),
            user=change.user_name,
        )

    @api.model
    def _search_facts_changed(self, operator, value):
        self.env["customer.gift.policy.log"].flush_model()

        def changed():
            return Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "EXISTS (SELECT FROM customer_gift_policy_log l WHERE %s)",
                    _around(alias),
                )
            )

        return boolean_search(operator, value, changed)


def _around(gift):
    """Condition that the log line ``l`` is a fact around the approval of ``gift``.

    ``gift`` is an alias of the table of gifts. Today counts for a gift that is not
    approved yet, and the day of its entry for one that never was.
    """
    day = SQL(
        "CASE WHEN %s = 'proposed' THEN NOW() AT TIME ZONE 'UTC'"
        " ELSE COALESCE(%s, %s) END",
        SQL.identifier(gift, "state"),
        SQL.identifier(gift, "approved_on"),
        SQL.identifier(gift, "create_date"),
    )
    around = timedelta(days=DAYS)
    return SQL(
        "l.partner_id IN (%s, %s) AND l.what = ANY(%s)"
        " AND l.changed_on BETWEEN %s - %s AND %s + %s",
        SQL.identifier(gift, "partner_id"),
        SQL.identifier(gift, "contact_id"),
        list(FACTS),
        day,
        around,
        day,
        around,
    )
