"""One sentence per reason: why the figures give a customer their tier."""

from odoo.tools import format_date

from ...classification import cuts
from ...classification import lifecycle as states
from .gaps import demand


def by_places(explanation):
    return _by_rank(
        explanation,
        explanation.env._(
            "The first %(threshold)s places belong to %(tier)s or better.",
            **_facts(explanation),
        ),
    )


def by_share(explanation):
    return _by_rank(
        explanation,
        explanation.env._(
            "The customers ranked ahead account for %(before)s of the total. As "
            "long as this is below %(line)s, a customer belongs to %(tier)s or "
            "better.",
            **_facts(explanation),
        ),
    )


def by_threshold(explanation):
    tier = explanation.computed_tier
    cut = _threshold_reached(explanation, tier)
    if not cut:
        return explanation.env._("Reached the threshold of %(tier)s.", tier=tier.name)
    return explanation.env._(
        "Reaches the threshold of %(tier)s: %(demand)s.",
        demand=demand(explanation, cut),
        tier=tier.name,
    )


def by_score(explanation):
    standing, figures = explanation.standing, explanation.figures
    return explanation.env._(
        "The score is %(score)s of 100 points. Customers with %(threshold)s points "
        "or more belong to %(tier)s or better.",
        score=figures.format(standing.score, "points"),
        threshold=figures.format(standing.threshold, "points"),
        tier=explanation.computed_tier.name,
    )


def remainder(explanation):
    return _by_rank(
        explanation,
        explanation.env._(
            "No cut-off of a better tier is reached, so the tier is %(tier)s.",
            **_facts(explanation),
        ),
    )


def no_value(explanation):
    if explanation.figures.ranking_column == "net_revenue":
        return explanation.env._(
            "Bought in the period, but net revenue after refunds is %(value)s. "
            "Without a positive net revenue, the customer is in the last tier, "
            "%(tier)s.",
            **_facts(explanation),
        )
    return explanation.env._(
        "%(metric)s is %(value)s. Without a positive value, the customer is in "
        "the last tier, %(tier)s.",
        **_facts(explanation),
    )


def no_data(explanation):
    return explanation.env._(
        "Bought in the period, but there is no data for “%(metric)s”, so the "
        "tier is %(tier)s.",
        **_facts(explanation),
    )


def inactive(explanation):
    if not explanation.standing.last_purchase:
        return explanation.env._(
            "Only refunds are in the books: they prove a purchase before the first "
            "invoice there."
        )
    return explanation.env._(
        "The last purchase was on %(last)s, before the period.",
        last=format_date(explanation.env, explanation.standing.last_purchase),
    )


def prospect(explanation):
    if not explanation.standing.contact_count:
        return explanation.env._(
            "Has documents in the books, such as an advance or an opening balance, "
            "but no purchase."
        )
    return explanation.env._(
        "Has been in contact (leads, quotations or messages: %(contacts)s), but "
        "has never bought.",
        contacts=explanation.standing.contact_count,
    )


def not_contacted(explanation):
    return explanation.env._(
        "In your contacts, but not contacted yet and no purchase so far."
    )


def no_need(explanation):
    mark = explanation.no_need_mark
    if not mark:
        return explanation.env._("Marked as having no need.")
    return explanation.env._(
        "Marked as having no need by %(user)s on %(date)s: %(reason)s",
        user=mark.create_uid.name,
        date=format_date(explanation.env, mark.create_date),
        reason=mark.reason,
    )


def manual(explanation):
    tier = explanation.standing.tier_id
    return explanation.env._("Manual tier: %(tier)s.", tier=tier.name)


def capped(explanation):
    tier = explanation.standing.tier_id
    return explanation.env._("Limited to %(tier)s by a cap.", tier=tier.name)


def undone(explanation):
    return explanation.env._(
        "The last evaluation was undone, so the tier is %(tier)s again.",
        tier=explanation.standing.tier_id.name,
    )


# Reason of a standing -> the function that tells it.
REASONS = {
    cuts.PERCENT_OF_CUSTOMERS: by_places,
    cuts.NUMBER_OF_CUSTOMERS: by_places,
    cuts.SHARE_OF_VALUE: by_share,
    cuts.THRESHOLD: by_threshold,
    cuts.SCORE: by_score,
    "remainder": remainder,
    "no_value": no_value,
    "no_data": no_data,
    states.INACTIVE: inactive,
    states.PROSPECT: prospect,
    states.NOT_CONTACTED: not_contacted,
    states.NO_NEED: no_need,
    "manual": manual,
    "capped": capped,
    "undone": undone,
}

# What customers are ranked apart by -> model of the group's key.
GROUPS = {
    "user": "res.users",
    "team": "crm.team",
    "country": "res.country",
    "state": "res.country.state",
    "industry": "res.partner.industry",
}


def _by_rank(explanation, rule):
    """Rank and value, within the group if there are groups, and then ``rule``."""
    group = _group_name(explanation)
    if group:
        return explanation.env._(
            "Rank %(rank)s of %(ranked)s customers in %(group)s by “%(metric)s”: "
            "%(value)s. %(rule)s",
            rule=rule,
            group=group,
            **_facts(explanation),
        )
    return explanation.env._(
        "Rank %(rank)s of %(ranked)s customers by “%(metric)s”: %(value)s. %(rule)s",
        rule=rule,
        **_facts(explanation),
    )


def _facts(explanation):
    """The words that the sentences about ranks share."""
    standing, figures = explanation.standing, explanation.figures
    ahead = max(standing.cumulated - standing.share, 0)
    return {
        "rank": figures.format(standing.rank, "count"),
        "ranked": figures.format(standing.ranked_count, "count"),
        "threshold": figures.format(standing.threshold, "count"),
        "line": figures.format(standing.threshold / 100, "share"),
        "before": figures.format(ahead, "share"),
        "metric": figures.label(figures.ranking_column),
        "value": figures.ranked_by(figures.ranking_value),
        "tier": explanation.computed_tier.name,
    }


def _group_name(explanation):
    """Name of the group in which the customer is ranked, None without groups."""
    standing = explanation.standing
    group_by = standing.scheme_id.group_by
    if not explanation.figures.settings.get("group"):
        return None
    if not standing.group_key:
        return explanation.env._("no group")
    if group_by == "city":
        return standing.partner_id.city
    if group_by not in GROUPS:
        return None
    groups = explanation.env[GROUPS[group_by]].sudo()
    return groups.browse(standing.group_key).exists().display_name


def _threshold_reached(explanation, tier):
    """The frozen threshold that placed the customer, None if it is not known."""
    for cut in explanation.figures.settings.get("cuts", []):
        if (
            cut["tier"] == tier.id
            and cut["method"] == cuts.THRESHOLD
            and cut["threshold"] == explanation.standing.threshold
        ):
            return cut
    return None
