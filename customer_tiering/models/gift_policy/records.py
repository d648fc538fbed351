import pandas as pd
from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ...gifting.flow import COMMITTED
from ...gifting.policy import SMALL_FORMS, STRICT
from ..collector.customers import customers
from ..collector.documents import is_no_cart
from .frames import id_array, id_set, read_frame


def add_standings(reading, gifts):
    """Add tier, lifecycle and debts: by the gift's scheme, else by the first one."""
    shown = reading.env["customer.tier.scheme"]._shown_ids(reading.company.id)
    gifts["scheme_id"] = scheme_of(reading, gifts)
    schemes = id_set(gifts["scheme_id"]) | set(shown)
    facts = {
        "tier_id": "number",
        "lifecycle": "text",
        "payments_known": "flag",
        "overdue": "number",
        "overdue_since": "day",
    }
    standings = read_frame(
        reading.env,
        SQL(
            """
            SELECT s.scheme_id, m.id, s.tier_id, s.lifecycle, s.payments_known,
                   s.overdue_amount, s.oldest_overdue
              FROM (%s) m
              JOIN customer_tier_standing s
                ON s.scheme_id = m.scheme_id AND s.partner_id = m.customer_id
            """,
            accounts_sql(reading, schemes, id_set(gifts["partner_id"])),
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
    days = evaluation_days(reading, schemes)
    for number, name in enumerate(("evaluated_on", "decided_on")):
        by_scheme = {scheme: pair[number] for scheme, pair in days.items()}
        gifts[name] = pd.to_datetime(gifts["scheme_id"].map(by_scheme))
    return gifts


def scheme_of(reading, gifts):
    """The gift's scheme, else that of its budget."""
    scheme = gifts["scheme_id"]
    if "budget_line_id" not in gifts:
        return scheme
    lines = reading.env["customer.gift.budget.line"].sudo()
    lines = lines.browse(sorted(id_set(gifts["budget_line_id"]))).exists()
    of_line = {line.id: line.budget_id.scheme_id.id for line in lines}
    return scheme.where(scheme.notna(), gifts["budget_line_id"].map(of_line))


def accounts_sql(reading, schemes, accounts):
    """SQL: the customer that each of ``accounts`` belongs to, for each scheme."""
    parts = []
    for scheme in reading.env["customer.tier.scheme"].sudo().browse(sorted(schemes)):
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
                id_array(accounts),
            )
        )
    return (
        SQL(" UNION ALL ").join(parts)
        if parts
        else SQL(
            "SELECT NULL::int AS scheme_id, NULL::int AS id, NULL::int AS customer_id"
        )
    )


def evaluation_days(reading, schemes):
    """Scheme -> days of the last finished evaluation and of the last that set tiers."""
    reading.env["customer.tier.evaluation"].flush_model()
    return {
        scheme: (evaluated, decided)
        for scheme, evaluated, decided in reading.env.execute_query(
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


def add_debts(reading, gifts):
    """Add what is overdue and since when: from the standing, else from the ledger."""
    unknown = ~gifts["payments_known"].eq(True)
    if not unknown.any():
        return gifts
    reading.env["account.move.line"].flush_model()
    debts = read_frame(
        reading.env,
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
            companies=reading.companies.ids,
            day=gifts["as_of"].max().date(),
            accounts=id_array(id_set(gifts.loc[unknown, "partner_id"])),
        ),
        {"id": "number", "overdue": "number", "overdue_since": "day"},
    ).set_index("id")
    ledger = debts.reindex(gifts["partner_id"].to_numpy())
    for name in ("overdue", "overdue_since"):
        other = pd.Series(ledger[name].to_numpy(), index=gifts.index, dtype=object)
        gifts[name] = gifts[name].astype(object).where(~unknown, other)
    return gifts


def add_tenders(reading, gifts):
    """Add whether a flagged lead or quotation is open, and when the last one closed."""
    accounts = id_array(id_set(gifts["partner_id"]))
    reading.env["crm.lead"].flush_model()
    reading.env["sale.order"].flush_model()
    tenders = read_frame(
        reading.env,
        SQL(
            """
            SELECT p.commercial_partner_id, BOOL_OR(t.closed IS NULL),
                   MAX(t.closed)
              FROM (SELECT partner_id,
                           CASE WHEN date_closed IS NOT NULL THEN date_closed
                                WHEN NOT active THEN write_date END AS closed
                      FROM crm_lead
                     WHERE customer_tier_tender
                       -- a lead can belong to no company, so to all
                       AND (company_id IS NULL OR company_id = ANY(%(companies)s))
                     UNION ALL
                    SELECT partner_id,
                           CASE state WHEN 'sale' THEN date_order
                                      WHEN 'cancel' THEN write_date END
                      FROM sale_order
                     WHERE customer_tier_tender
                       AND company_id = ANY(%(companies)s)) t
              JOIN res_partner p ON p.id = t.partner_id
             WHERE p.commercial_partner_id = ANY(%(accounts)s)
             GROUP BY 1
            """,
            companies=reading.companies.ids,
            accounts=accounts,
        ),
        {"id": "number", "tender": "flag", "tender_closed": "day"},
    ).set_index("id")
    known = tenders.reindex(gifts["partner_id"].to_numpy())
    gifts = gifts.assign(
        tender=known["tender"].eq(True).to_numpy(),
        tender_closed=pd.to_datetime(known["tender_closed"]).dt.floor("D").array,
    )
    if reading.mode == STRICT and any(
        policy.code == "C08" and policy.amount for policy in reading.policies
    ):
        gifts["quotation"] = quotations(reading, gifts, accounts)
    return gifts


def quotations(reading, gifts, accounts):
    """The largest open quotation for each gift's customer, in company currency."""
    largest = dict(
        reading.env.execute_query(
            SQL(
                """
                SELECT p.commercial_partner_id,
                       MAX(o.amount_untaxed / NULLIF(o.currency_rate, 0))
                  FROM sale_order o
                  JOIN res_partner p ON p.id = o.partner_id
                 WHERE o.state IN ('draft', 'sent')
                   AND o.company_id = ANY(%s)
                   AND p.commercial_partner_id = ANY(%s) AND %s
                 GROUP BY 1
                """,
                reading.companies.ids,
                accounts,
                is_no_cart(reading.env, "o"),
            )
        )
    )
    return gifts["partner_id"].map(largest)


def given_before(reading, gifts):
    """What the recipients received, or were promised, in the years around the gifts.

    From all companies under the same root and from any salesperson; without cards and
    samples, without gifts that were declined or returned, and without entries of the
    register that others have replaced.
    """
    reading.env["customer.gift"].flush_model()
    days = pd.to_datetime(gifts["date"])
    recipients = id_array(id_set(gifts["recipient_id"]))
    return read_frame(
        reading.env,
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
               AND g.corrected IS NOT TRUE
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
            companies=reading.companies.ids,
            first=(days.min() - relativedelta(months=24)).date(),
            last=(days.max() + relativedelta(months=12)).date(),
            own=id_array(id_set(gifts["id"])),
            accounts=id_array(id_set(gifts["partner_id"])),
            recipients=recipients,
        ),
        {
            "recipient_id": "number",
            "partner_id": "number",
            "date": "day",
            "value": "number",
        },
    )
