import pandas as pd
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ...gifting.policy import SMALL_FORMS, STRICT
from ..collector.customers import customers
from ..gift.customer_gift import COMMITTED
from .customer_gift_policy_facts import _array, _ids


class CustomerGiftPolicy(models.Model):
    """What other records say: standings, debts, tenders, gifts of before."""

    _inherit = "customer.gift.policy"

    @api.model
    def _standings(self, gifts, company):
        """Tier, lifecycle and debts of the gift's scheme, else of the first one."""
        shown = self.env["customer.tier.scheme"]._shown_ids(company.id)
        gifts["scheme_id"] = self._scheme_of(gifts)
        schemes = _ids(gifts["scheme_id"]) | set(shown)
        facts = {
            "tier_id": "number",
            "lifecycle": "text",
            "payments_known": "flag",
            "overdue": "number",
            "overdue_since": "day",
        }
        standings = self._frame(
            SQL(
                """
                SELECT s.scheme_id, m.id, s.tier_id, s.lifecycle, s.payments_known,
                       s.overdue_amount, s.oldest_overdue
                  FROM (%s) m
                  JOIN customer_tier_standing s
                    ON s.scheme_id = m.scheme_id AND s.partner_id = m.customer_id
                """,
                self._accounts(schemes, _ids(gifts["partner_id"])),
            ),
            {"scheme_id": "number", "account_id": "number", **facts},
        )
        place = {id_: number for number, id_ in enumerate([*shown, *schemes])}
        place = {id_: min(n, place[id_]) for id_, n in place.items()}
        first = standings.sort_values(
            "scheme_id", key=lambda ids: ids.map(place), kind="stable"
        ).drop_duplicates("account_id")
        keys = gifts[["scheme_id", "partner_id"]].astype("float64")
        keys.columns = ["scheme_id", "account_id"]
        both = standings.astype({"scheme_id": "float64", "account_id": "float64"})
        own = keys.merge(both, how="left", on=["scheme_id", "account_id"])
        other = keys[["account_id"]].merge(
            first.astype({"account_id": "float64"}).rename(
                columns={"scheme_id": "first_id"}
            ),
            how="left",
            on="account_id",
        )
        loose = keys["scheme_id"].isna()
        found = {name: own[name].where(~loose, other[name]) for name in facts}
        gifts = gifts.assign(**found)
        gifts["scheme_id"] = keys["scheme_id"].where(~loose, other["first_id"])
        days = self._evaluation_days(schemes)
        for number, name in enumerate(("evaluated_on", "decided_on")):
            by_scheme = {scheme: pair[number] for scheme, pair in days.items()}
            gifts[name] = pd.to_datetime(gifts["scheme_id"].map(by_scheme))
        return gifts

    @api.model
    def _scheme_of(self, gifts):
        """The gift's scheme, else that of its budget."""
        scheme = gifts["scheme_id"]
        if "budget_line_id" not in gifts:
            return scheme
        lines = self.env["customer.gift.budget.line"].sudo()
        lines = lines.browse(sorted(_ids(gifts["budget_line_id"]))).exists()
        of_line = {line.id: line.budget_id.scheme_id.id for line in lines}
        return scheme.where(scheme.notna(), gifts["budget_line_id"].map(of_line))

    @api.model
    def _accounts(self, schemes, accounts):
        """SQL: per scheme, which customer each of ``accounts`` is in it."""
        parts = []
        for scheme in self.env["customer.tier.scheme"].sudo().browse(sorted(schemes)):
            if scheme.customer_level == "company":
                source = SQL("(SELECT id, id AS customer_id FROM res_partner)")
            else:
                source = customers(scheme)
            parts.append(
                SQL(
                    "SELECT %s AS scheme_id, c.id, c.customer_id FROM %s c"
                    " WHERE c.id = ANY(%s)",
                    scheme.id,
                    source,
                    _array(accounts),
                )
            )
        return (
            SQL(" UNION ALL ").join(parts)
            if parts
            else SQL(
                "SELECT NULL::int AS scheme_id, NULL::int AS id,"
                " NULL::int AS customer_id"
            )
        )

    @api.model
    def _evaluation_days(self, schemes):
        """Scheme -> day of its last good evaluation, and of the last that set tiers."""
        self.env["customer.tier.evaluation"].flush_model()
        return {
            scheme: (evaluated, decided)
            for scheme, evaluated, decided in self.env.execute_query(
                SQL(
                    """
                    SELECT scheme_id, MAX(as_of),
                           MAX(as_of) FILTER (WHERE kind = 'tiers')
                      FROM customer_tier_evaluation
                     WHERE state = 'done' AND kind IN ('tiers', 'figures')
                       AND scheme_id = ANY(%s)
                     GROUP BY scheme_id
                    """,
                    sorted(schemes),
                )
            )
        }

    @api.model
    def _debts(self, gifts, company):
        """Open after its due day: the standing's figures, else those of the ledger."""
        unknown = ~gifts["payments_known"].eq(True)
        if not unknown.any():
            return gifts
        self.env["account.move.line"].flush_model()
        debts = self._frame(
            SQL(
                """
                SELECT p.commercial_partner_id, SUM(l.amount_residual),
                       MIN(COALESCE(l.date_maturity, l.date))
                           FILTER (WHERE l.amount_residual > 0)
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  JOIN res_partner p ON p.id = l.partner_id
                 WHERE l.parent_state = 'posted' AND NOT l.reconciled
                   AND a.account_type = 'asset_receivable'
                   AND l.company_id = ANY(%(companies)s)
                   AND COALESCE(l.date_maturity, l.date) < %(day)s
                   AND p.commercial_partner_id = ANY(%(accounts)s)
                 GROUP BY 1
                HAVING SUM(l.amount_residual) > 0
                """,
                companies=self._family(company).ids,
                day=gifts["as_of"].max().date(),
                accounts=_array(_ids(gifts.loc[unknown, "partner_id"])),
            ),
            {"id": "number", "overdue": "number", "overdue_since": "day"},
        ).set_index("id")
        ledger = debts.reindex(gifts["partner_id"].to_numpy())
        for name in ("overdue", "overdue_since"):
            other = pd.Series(ledger[name].to_numpy(), index=gifts.index, dtype=object)
            gifts[name] = gifts[name].astype(object).where(~unknown, other)
        return gifts

    @api.model
    def _family(self, company):
        """The company with all that stand under the same root."""
        return (
            self.env["res.company"]
            .sudo()
            .with_context(active_test=False)
            .search([("id", "child_of", company.root_id.ids)])
        )

    @api.model
    def _tenders(self, gifts, company, policies, mode):
        """Flagged leads and quotations: one is open, or when the last one closed."""
        accounts = _array(_ids(gifts["partner_id"]))
        self.env["crm.lead"].flush_model()
        self.env["sale.order"].flush_model()
        tenders = self._frame(
            SQL(
                """
                SELECT p.commercial_partner_id, BOOL_OR(t.closed IS NULL),
                       MAX(t.closed)
                  FROM (SELECT partner_id,
                               CASE WHEN date_closed IS NOT NULL THEN date_closed
                                    WHEN NOT active THEN write_date END AS closed
                          FROM crm_lead WHERE customer_tier_tender
                         UNION ALL
                        SELECT partner_id,
                               CASE state WHEN 'sale' THEN date_order
                                          WHEN 'cancel' THEN write_date END
                          FROM sale_order WHERE customer_tier_tender) t
                  JOIN res_partner p ON p.id = t.partner_id
                 WHERE p.commercial_partner_id = ANY(%s)
                 GROUP BY 1
                """,
                accounts,
            ),
            {"id": "number", "tender": "flag", "tender_closed": "day"},
        ).set_index("id")
        known = tenders.reindex(gifts["partner_id"].to_numpy())
        gifts = gifts.assign(
            tender=known["tender"].eq(True).to_numpy(),
            tender_closed=pd.to_datetime(known["tender_closed"]).dt.floor("D").array,
        )
        if mode == STRICT and any(p.code == "C08" and p.amount for p in policies):
            gifts["quotation"] = self._quotations(gifts, company, accounts)
        return gifts

    @api.model
    def _quotations(self, gifts, company, accounts):
        """The largest open quotation of each customer, in company currency."""
        largest = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT p.commercial_partner_id,
                           MAX(o.amount_untaxed / NULLIF(o.currency_rate, 0))
                      FROM sale_order o
                      JOIN res_partner p ON p.id = o.partner_id
                     WHERE o.state IN ('draft', 'sent')
                       AND o.company_id = ANY(%s)
                       AND p.commercial_partner_id = ANY(%s)
                     GROUP BY 1
                    """,
                    self._family(company).ids,
                    accounts,
                )
            )
        )
        return gifts["partner_id"].map(largest)

    @api.model
    def _given_before(self, gifts, company, policies):
        """What the recipients got, or were promised, in the years around the gifts.

        Of the company's whole family, by whatever salesperson; without cards and
        samples, and without what was declined or returned.
        """
        if not policies or gifts.empty:
            return None
        self.env["customer.gift"].flush_model()
        days = pd.to_datetime(gifts["date"])
        recipients = _array(_ids(gifts["recipient_id"]))
        return self._frame(
            SQL(
                """
                SELECT COALESCE(c.customer_tier_family_of_id, c.id,
                                p.commercial_partner_id),
                       p.commercial_partner_id, g.date,
                       GREATEST(COALESCE(g.cost, 0), COALESCE(g.list_value, 0))
                  FROM customer_gift g
                  JOIN res_partner p ON p.id = g.partner_id
                  LEFT JOIN res_partner c ON c.id = COALESCE(
                       g.contact_id,
                       CASE WHEN p.id <> p.commercial_partner_id
                             AND NOT COALESCE(p.is_company, FALSE) THEN p.id END)
                   AND c.id <> p.commercial_partner_id
                 WHERE g.direction = 'given' AND g.state = ANY(%(states)s)
                   AND g.form <> ALL(%(small)s)
                   AND g.company_id = ANY(%(companies)s)
                   AND g.date BETWEEN %(first)s AND %(last)s
                   AND g.id <> ALL(%(own)s)
                   AND (p.commercial_partner_id = ANY(%(accounts)s)
                        OR c.id = ANY(%(recipients)s)
                        OR c.customer_tier_family_of_id = ANY(%(recipients)s))
                """,
                states=list(COMMITTED),
                small=list(SMALL_FORMS),
                companies=self._family(company).ids,
                first=(days.min() - relativedelta(months=24)).date(),
                last=(days.max() + relativedelta(months=12)).date(),
                own=_array(_ids(gifts["id"])),
                accounts=_array(_ids(gifts["partner_id"])),
                recipients=recipients,
            ),
            {
                "recipient_id": "number",
                "partner_id": "number",
                "date": "day",
                "value": "number",
            },
        )
