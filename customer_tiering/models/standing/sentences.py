"""What the reader asks next: what decides besides the figures, and what happened."""

from dateutil.relativedelta import relativedelta

from odoo.tools import format_date

from ...classification import transition
from . import gaps


def share(explanation):
    standing, figures = explanation.standing, explanation.figures
    if not standing.rank:
        return ""
    return explanation.env._(
        "%(share)s of the total; the customers up to this rank account for "
        "%(cumulated)s.",
        share=figures.format(standing.share, "share"),
        cumulated=figures.format(standing.cumulated, "share"),
    )


def grace(explanation):
    """The figures give another tier than the one that the customer has earned."""
    standing, env = explanation.standing, explanation.env
    computed = standing.computed_tier_id
    if standing.decided_by == transition.BY_MANUAL or not computed:
        return ""
    if standing.earned_tier_id == computed:
        return ""
    if not standing.falling:
        return env._(
            "The figures are already enough for %(tier)s. The change takes "
            "effect %(evaluation)s.",
            tier=computed.name,
            evaluation=explanation.next_evaluation(),
        )
    rules = standing.scheme_id._transition()
    missed = {
        "tier": computed.name,
        "day": format_date(env, standing.missed_since),
        "missed": standing.missed_count,
    }
    if standing.missed_since and standing.missed_count < rules.misses:
        told = env._(
            "Since %(day)s, the figures have been enough only for %(tier)s "
            "(missed evaluations: %(missed)s of %(misses)s).",
            misses=rules.misses,
            **missed,
        )
    elif standing.missed_since:
        # there are enough misses: something else still keeps the tier
        told = env._(
            "Since %(day)s, the figures have been enough only for %(tier)s "
            "(missed evaluations: %(missed)s).",
            **missed,
        )
    else:
        told = env._(
            "The figures are now enough only for %(tier)s.", tier=computed.name
        )
    if not standing.falls_on:
        return told
    falls = {
        "day": format_date(env, standing.falls_on),
        "tier": standing.tier_id.name,
    }
    if standing.falls_on == _held_until(standing, rules):
        end = env._(
            "Will not fall before %(day)s, the end of the minimum months in a tier, "
            "and not at all if the customer reaches %(tier)s again by then.",
            **falls,
        )
    else:
        end = env._(
            "Will not fall before %(day)s, and not at all if the customer "
            "reaches %(tier)s again by then.",
            **falls,
        )
    return f"{told} {end}"


def _held_until(standing, rules):
    """The end of the minimum months in a tier, None if there are none."""
    if not rules.hold_months or not standing.earned_since:
        return None
    return standing.earned_since + relativedelta(months=rules.hold_months)


def cap(explanation):
    """Which cap limits the tier; told even if there is a manual tier."""
    standing, env, figures = explanation.standing, explanation.env, explanation.figures
    limited = standing.automatic_tier_id
    if limited == standing.earned_tier_id:
        return ""
    for frozen in figures.settings.get("caps", []):
        if frozen["tier"] != limited.id:
            continue
        stored = figures.stored([column for column, _ in frozen["above"]])
        if all((stored[column] or 0) > above for column, above in frozen["above"]):
            demands = [
                env._(
                    "“%(metric)s” is %(figure)s, above %(limit)s",
                    metric=figures.label(column),
                    figure=figures.written(column, stored[column]),
                    limit=figures.written(column, above),
                )
                for column, above in frozen["above"]
            ]
            return env._(
                "Would be %(earned)s, but a cap limits the tier to %(tier)s: %(why)s.",
                earned=standing.earned_tier_id.name,
                tier=limited.name,
                why=", ".join(demands),
            )
    return env._(
        "Would be %(earned)s, but a cap limits the tier to %(tier)s.",
        earned=standing.earned_tier_id.name,
        tier=limited.name,
    )


def manual_tier(explanation):
    env, override = explanation.env, explanation.standing.override_id
    if not override:
        return ""
    kinds = dict(override._fields["kind"]._description_selection(env))
    values = {
        "kind": kinds[override.kind],
        "tier": override.tier_id.name,
        "user": override.create_uid.name,
        "day": format_date(env, override.create_date),
        "reason": override.reason,
    }
    if override.date_end:
        return env._(
            "Manual tier: %(kind)s %(tier)s, set by %(user)s on %(day)s, until "
            "%(end)s. Reason: %(reason)s",
            end=format_date(env, override.date_end),
            **values,
        )
    return env._(
        "Manual tier: %(kind)s %(tier)s, set by %(user)s on %(day)s, with no end "
        "date. Reason: %(reason)s",
        **values,
    )


def since(explanation):
    standing = explanation.standing
    if not standing.since:
        return ""
    return explanation.env._(
        "In %(tier)s since %(day)s.",
        tier=standing.tier_id.name,
        day=format_date(explanation.env, standing.since),
    )


def last_change(explanation):
    standing, env = explanation.standing, explanation.env
    change = env["customer.tier.change"].search(
        [
            ("scheme_id", "=", standing.scheme_id.id),
            ("partner_id", "=", standing.partner_id.id),
            ("from_tier_id", "!=", False),
            ("to_tier_id", "!=", False),
        ],
        limit=1,
    )
    if not change:
        return ""
    reasons = dict(change._fields["reason"]._description_selection(env))
    return env._(
        "Last change on %(day)s, from %(before)s to %(after)s: %(reason)s.",
        day=format_date(env, change.date),
        before=change.from_tier_id.name,
        after=change.to_tier_id.name,
        reason=reasons.get(change.reason, ""),
    )


def buys_in_spite_of_mark(explanation):
    mark = explanation.standing.contradicts_mark and explanation.no_need_mark
    if not mark:
        return ""
    return explanation.env._(
        "Marked as having no need by %(user)s on %(day)s (%(reason)s), but still "
        "buys. The purchase counts.",
        user=mark.create_uid.name,
        day=format_date(explanation.env, mark.create_date),
        reason=mark.reason,
    )


# In the order of reading.
TELLERS = (
    share,
    grace,
    cap,
    manual_tier,
    gaps.next_tier,
    gaps.margin_to_keep,
    since,
    last_change,
    buys_in_spite_of_mark,
)
