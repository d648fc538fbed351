"""Run the addon on the loaded documents."""

from datetime import date
from decimal import Decimal

import pandas as pd

from odoo.tools import SQL

from loader.errors import LoadError


def find_scheme(env, name_or_id=None):
    """The requested scheme, by default the first one by sequence.

    :raises LoadError: the addon is not installed, or the scheme does not exist
    """
    if "customer.tier.scheme" not in env:
        raise LoadError(
            "The addon customer_tiering is not installed in this database; install it, "
            "or use --no-classify."
        )
    schemes = env["customer.tier.scheme"].with_context(active_test=False).search([])
    if name_or_id is None:
        chosen = schemes.filtered("active")[:1]
    elif name_or_id.isdigit():
        chosen = schemes.filtered(lambda scheme: scheme.id == int(name_or_id))
    else:
        wanted = name_or_id.strip().casefold()
        chosen = schemes.filtered(lambda scheme: scheme.name.casefold() == wanted)[:1]
    if not chosen:
        known = ", ".join(f"{scheme.id} {scheme.name}" for scheme in schemes) or "none"
        raise LoadError(
            f"There is no scheme {name_or_id or ''}; choose one of: {known}."
        )
    return chosen


def evaluate(scheme, as_of):
    """Evaluate ``scheme`` as of the date, and return the evaluation.

    :raises LoadError: the evaluation failed
    """
    scheme.active = True
    evaluation = scheme._queue_evaluation(as_of=as_of)
    evaluation._run()
    if evaluation.state != "done":
        raise LoadError(f"The evaluation failed: {evaluation.error}")
    if as_of < date.today():
        # the history ends on this day: as of today, all its customers would be inactive
        scheme.next_date = False
    return evaluation


def read_standings(env, scheme):
    """One row per customer, with the figures as the standing stores them.

    Columns ``partner_id``, ``customer``, ``class``, ``class_sequence``,
    ``class_kind``, ``rank`` (missing for lifecycle tiers), ``net_revenue``,
    ``collected`` (None if the scheme does not collect payments), ``days_late`` (None
    also if nothing was paid or overdue); figures are Decimal, not rounded.

    Ranked tiers come first, best customers first.
    """
    env.flush_all()
    lang = env.lang or "en_US"
    columns = [
        "partner_id",
        "customer",
        "class",
        "class_sequence",
        "class_kind",
        "rank",
        "net_revenue",
        "collected",
        "days_late",
    ]
    rows = env.execute_query(
        SQL(
            """
            SELECT s.partner_id, p.name,
                   COALESCE(t.name ->> %(lang)s, t.name ->> 'en_US'),
                   t.sequence, t.kind, NULLIF(s.rank, 0), s.net_revenue::text,
                   CASE WHEN s.payments_known THEN s.collected::text END,
                   CASE WHEN s.payments_known AND s.due_amount > 0
                        THEN s.days_late::text END
              FROM customer_tier_standing s
              JOIN customer_tier t ON t.id = s.tier_id
              JOIN res_partner p ON p.id = s.partner_id
             WHERE s.scheme_id = %(scheme)s
             ORDER BY t.sequence, s.rank, s.net_revenue DESC, p.name, p.id
            """,
            lang=lang,
            scheme=scheme.id,
        )
    )
    frame = pd.DataFrame(rows, columns=columns)
    # Odoo's cursor makes floats of numbers; texts keep every digit.
    for name in ("net_revenue", "collected", "days_late"):
        frame[name] = frame[name].map(Decimal, na_action="ignore").astype(object)
    return frame.astype({"rank": "Int64"})
