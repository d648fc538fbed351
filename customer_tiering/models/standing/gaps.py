"""How far the next tier is, what it requires, and how much the customer can lose."""

from ...classification import cuts


def next_tier(explanation):
    """What is missing to the tier above, or what that tier requires."""
    above = tier_above(explanation)
    if not above:
        return ""
    gap = explanation.figures.figure("gap_up")
    if gap is None:
        return _requires(explanation, above)
    if gap <= 0:
        return explanation.env._(
            "The figures are enough for %(tier)s.", tier=above.name
        )
    figures = explanation.figures
    return explanation.env._(
        "With %(gap)s more in “%(metric)s”, the customer reaches %(tier)s "
        "%(evaluation)s if the other customers stay unchanged.",
        gap=figures.ranked_by(gap),
        metric=figures.label(figures.ranking_column),
        tier=above.name,
        evaluation=explanation.next_evaluation(),
    )


def tier_above(explanation):
    """The next better tier on the frozen ladder; none for the best one."""
    place, ladder = _ladder(explanation)
    return explanation.env["customer.tier"].browse(ladder[place - 1] if place else [])


def margin_to_keep(explanation):
    """How much the customer can lose, or lacks already, for the tier they have."""
    place, ladder = _ladder(explanation)
    if place is None or place == len(ladder) - 1:
        return ""
    margin = explanation.figures.figure("margin_to_keep")
    if margin is None:
        return ""
    tier = explanation.standing.tier_id
    if margin < 0:
        return explanation.env._(
            "The customer is %(missing)s short of what %(tier)s requires.",
            missing=explanation.figures.ranked_by(-margin),
            tier=tier.name,
        )
    return explanation.env._(
        "The customer can lose %(margin)s and still reach %(tier)s.",
        margin=explanation.figures.ranked_by(margin),
        tier=tier.name,
    )


def _ladder(explanation):
    """The customer's place on the frozen ladder and the ladder, best tier first.

    The place is None for a tier that is not on it.
    """
    ladder = explanation.figures.settings.get("ladder", [])
    tier = explanation.standing.tier_id.id
    return (ladder.index(tier) if tier in ladder else None), ladder


def _requires(explanation, tier):
    demands = [
        DEMANDS[cut["method"]](explanation, cut)
        for cut in explanation.figures.settings.get("cuts", [])
        if cut["tier"] == tier.id and cut["method"] in DEMANDS
    ]
    if not demands:
        return ""
    return explanation.env._(
        "%(tier)s requires: %(demands)s.",
        tier=tier.name,
        demands=explanation.env._("; or ").join(demands),
    )


def demand(explanation, cut):
    """What a threshold requires and what the customer has."""
    figures = explanation.figures
    column = cut["metric"] or figures.ranking_column
    name = figures.label(column)
    asked = figures.written(column, cut["threshold"] * cut["times"])
    figure = figures.figure(column)
    if figure is None:
        return explanation.env._(
            "“%(metric)s” of at least %(asked)s", metric=name, asked=asked
        )
    return explanation.env._(
        "“%(metric)s” of at least %(asked)s (now %(figure)s)",
        metric=name,
        figure=figures.written(column, figure),
        asked=asked,
    )


def _points(explanation, cut):
    figures = explanation.figures
    return explanation.env._(
        "%(asked)s points (now %(score)s)",
        asked=figures.format(cut["threshold"], "points"),
        score=figures.format(explanation.standing.score, "points"),
    )


# Cut-off method -> the function that tells what it requires. The others compare
# customers with each other: nobody can say what one of them requires alone.
DEMANDS = {cuts.THRESHOLD: demand, cuts.SCORE: _points}
