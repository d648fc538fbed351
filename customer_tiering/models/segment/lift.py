"""What is missing for a better segment, in words: recency, frequency or value."""

from ...classification import cuts
from ...classification.segments import HIGHEST, SCALE, SCORES
from ...classification.settings import TIES_UP

RECENCY, FREQUENCY, MONETARY = range(len(SCORES))


def told(standing):
    """Recency, frequency and value of the customer, each on the scale of 1 to 5."""
    recency, frequency, monetary = scores(standing)
    return standing.env._(
        "Recency %(recency)s, frequency %(frequency)s, value %(value)s (1 is the "
        "lowest, 5 the highest).",
        recency=recency,
        frequency=frequency,
        value=monetary,
    )


def scores(standing):
    return tuple(standing[name] for name in SCORES)


def next_segment(explanation):
    """Which of recency, frequency and value alone would lift the customer; or ""."""
    standing, env = explanation.standing, explanation.env
    settings = explanation.figures.settings
    if not settings.get("segments") or not all(scores(standing)):
        return ""
    ladder = settings["ladder"]
    if standing.tier_id.id not in ladder[1:]:
        return ""
    facts = explanation.figures.scheme.last_evaluation_id.sudo().segment_facts or {}
    lifts = [
        sentence
        for which in (RECENCY, FREQUENCY, MONETARY)
        if (sentence := _lift(explanation, facts, which))
    ]
    if not lifts:
        return env._(
            "No better segment is reached by recency, frequency or value alone: it "
            "takes more than one of them."
        )
    return env._(
        "What would lift the customer: %(lifts)s.", lifts=env._("; or ").join(lifts)
    )


def _lift(explanation, facts, which):
    """The least rise of one score that leads to a better segment, as part of a text."""
    settings, own = explanation.figures.settings, scores(explanation.standing)
    here = settings["ladder"].index(explanation.standing.tier_id.id)
    for score in SCALE.get(facts.get("classes"), range(1, HIGHEST + 1)):
        if score <= own[which]:
            continue
        raised = (*own[:which], score, *own[which + 1 :])
        place = place_of(settings, raised)
        if place < here:
            tier = explanation.env["customer.tier"].browse(settings["ladder"][place])
            return _words(explanation, facts, which, score, tier.name)
    return ""


def place_of(settings, own):
    """Place on the ladder of a customer with these scores, by the frozen rules."""
    ladder = settings["ladder"]
    places = [
        ladder.index(cut["tier"])
        for cut in settings["cuts"]
        if cut["method"] == cuts.SEGMENT
        and all(a >= b for a, b in zip(own, cut["scores"], strict=True))
    ]
    return min(places, default=len(ladder) - 1)


def _words(explanation, facts, which, score, tier):
    env, figures = explanation.env, explanation.figures
    if which == RECENCY:
        return env._("a purchase now → %(tier)s", tier=tier)
    figure = facts.get("reach", {}).get(SCORES[which], {}).get(str(score))
    if figure is None:
        return ""
    column = "purchase_count" if which == FREQUENCY else figures.ranking_column
    at_least = figures.settings.get("ties") == TIES_UP
    if which == FREQUENCY and not at_least:
        # one more is a whole purchase
        figure, at_least = figure + 1, True
    values = {
        "metric": figures.label(column),
        "figure": figures.written(column, figure),
        "now": figures.written(column, figures.figure(column)),
        "tier": tier,
    }
    if at_least:
        return env._(
            "at least %(figure)s in “%(metric)s” (now %(now)s) → %(tier)s", **values
        )
    return env._(
        "more than %(figure)s in “%(metric)s” (now %(now)s) → %(tier)s", **values
    )
