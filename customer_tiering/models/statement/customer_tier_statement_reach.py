from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.groups import MANAGER_GROUP
from .customer_tier_statement import CANCELLED

EVERYBODY = f"{MANAGER_GROUP},sales_team.group_sale_salesman_all_leads"
# days after a fall in which nobody gets a statement unless it is chosen
FALLEN_DAYS = 90


class Reached(NamedTuple):
    """A customer and the contact who gets the statement, or why there is none."""

    customer_id: int
    contact_id: int | None
    lang: str | None
    user_id: int | None
    # a key of `_reasons`, None if the customer gets a statement
    reason: str | None


class CustomerTierStatement(models.Model):
    """Who gets a statement, and who is left out and why."""

    _inherit = "customer.tier.statement"

    @api.model
    def _reasons(self):
        """Why a customer is left out, in the order in which it is looked at."""
        return {
            "archived": self.env._("archived"),
            "other": self.env._("customers of other salespeople"),
            "no_standing": self.env._("no tier in this scheme"),
            "not_told": self.env._("their tier is not told to customers"),
            "recent": self.env._("a statement of this quarter exists"),
            "fallen": self.env._("have fallen lately"),
            "touched": self.env._("had all contacts of this month"),
            "no_email": self.env._("no e-mail address"),
        }

    @api.model
    def _reach(self, scheme, customers, fallen=False):
        """A `Reached` per customer, by one SQL statement for all of them.

        ``fallen``  whether customers who fell lately get a statement as well
        """
        rows = self._read_reach(scheme, customers)
        everybody = self.env.su or self.env.user.has_groups(EVERYBODY)
        theirs = {self.env.uid}
        if not self.env["customer.tier.standing"]._only_own(scheme.company_id):
            theirs.add(None)
        return [
            Reached(
                row["id"],
                row["contact_id"],
                row["lang"],
                row["user_id"],
                "other"
                if row["active"] and not everybody and row["user_id"] not in theirs
                else self._reason(row, fallen),
            )
            for row in rows
        ]

    @api.model
    def _reason(self, row, fallen):
        if not row["active"]:
            return "archived"
        if not row["tier_id"]:
            return "no_standing"
        if not row["told"]:
            return "not_told"
        if row["recent"]:
            return "recent"
        if row["fallen"] and not fallen:
            return "fallen"
        if row["touched"]:
            return "touched"
        return None if row["contact_id"] else "no_email"

    @api.model
    def _read_reach(self, scheme, customers):
        self.flush_model()
        self.env["customer.tier"].flush_model()
        self.env["customer.tier.change"].flush_model()
        self.env["res.partner"].flush_model()
        touched = self.env["customer.tier.touch"]._touched_sql(
            scheme.company_id, scheme._today()
        )
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT p.id, p.active, p.user_id, s.tier_id, who.id AS contact_id,
                       COALESCE(who.lang, p.lang) AS lang,
                       t.kind = 'ranked'
                       AND COALESCE(t.public_name->>'en_US', '') <> '' AS told,
                       EXISTS (SELECT FROM customer_tier_statement d
                                WHERE d.partner_id = p.id AND d.company_id = %(company)s
                                  AND d.state <> %(cancelled)s
                                  AND d.date >= %(quarter)s) AS recent,
                       COALESCE(last.direction = 'down' AND last.date >= %(since)s,
                                FALSE) AS fallen,
                       %(touched)s AS touched
                  FROM res_partner p
             LEFT JOIN customer_tier_standing s
                    ON s.partner_id = p.id AND s.scheme_id = %(scheme)s
             LEFT JOIN customer_tier t ON t.id = s.tier_id
             LEFT JOIN LATERAL (
                       SELECT c.direction, c.date
                         FROM customer_tier_change c
                         JOIN customer_tier_evaluation e
                           ON e.id = c.evaluation_id AND e.state <> 'undone'
                        WHERE c.partner_id = p.id AND c.scheme_id = %(scheme)s
                     ORDER BY c.date DESC, c.id DESC
                        LIMIT 1) last ON TRUE
             LEFT JOIN LATERAL (
                       SELECT c.id, c.lang
                         FROM res_partner c
                        WHERE (c.id = p.id OR c.parent_id = p.id AND c.active
                               AND c.type = 'contact' AND NOT c.is_company
                               OR c.id = p.customer_tier_recipient_id AND c.active
                               AND c.commercial_partner_id = p.id)
                          AND c.email_normalized IS NOT NULL
                     ORDER BY c.id IS DISTINCT FROM p.customer_tier_recipient_id,
                              c.id <> p.id, c.id
                        LIMIT 1) who ON TRUE
                 WHERE p.id = ANY(%(customers)s)
              ORDER BY p.id
                """,
                company=scheme.company_id.id,
                cancelled=CANCELLED,
                quarter=scheme._quarter(),
                touched=SQL("p.id IN (%s)", touched) if touched else SQL("FALSE"),
                since=scheme._today() - relativedelta(days=FALLEN_DAYS),
                scheme=scheme.id,
                customers=customers.ids,
            )
        )

    @api.model
    def _refuse_others(self, customers, company):
        """AccessError if the user may not send statements to all of ``customers``."""
        if self.env.su or self.env.user.has_groups(EVERYBODY):
            return
        others = customers.sudo().filtered(lambda one: one.user_id != self.env.user)
        if not self.env["customer.tier.standing"]._only_own(company):
            others = others.filtered("user_id")
        if others:
            raise AccessError(
                self.env._(
                    "“%(customer)s” is a customer of %(user)s. Ask them or a manager "
                    "of Customer Tiers to send the statement.",
                    customer=others[0].display_name,
                    user=others[0].user_id.name or self.env._("nobody"),
                )
            )
