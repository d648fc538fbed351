"""Presets of segments: rules over recency, frequency and value, best segment first.

Each rule asks for *at least* these scores, from 1 (any) to 5, and the first rule that
fits decides; the last segment takes the rest. With two classes a score is 2 or 4, with
three it is 1, 3 or 5, so the rules hold for any number of buyers.
"""

from odoo.tools import LazyTranslate

from .customer_tier_presets import PRESETS

_lt = LazyTranslate(__name__)

# a segment says what is so today: nobody stays in one by grace
AT_ONCE = {
    "kind": "segments",
    "misses": 1,
    "grace_days": 0,
    "hold_months": 0,
    "one_step": False,
    "alert_falling": False,
    "shown_besides": True,
}

# segment -> least recency, frequency and value, alternatives allowed
SIX = (
    ("CHAMPIONS", (4, 4, 4)),
    ("LOYAL", (4, 3, 1), (4, 1, 4)),
    ("RECENT", (4, 1, 1)),
    ("AT_RISK", (2, 3, 1), (2, 1, 4)),
    ("COOLING", (2, 1, 1)),
    ("DORMANT",),
)
ELEVEN = (
    ("CHAMPIONS", (4, 4, 4)),
    ("LOYAL", (4, 4, 1)),
    ("BIG_ORDERS", (4, 1, 4)),
    ("PROMISING", (4, 3, 1), (4, 1, 3)),
    ("RECENT", (4, 1, 1)),
    ("MUST_KEEP", (2, 4, 4)),
    ("AT_RISK", (2, 3, 1), (2, 1, 4)),
    ("COOLING", (3, 1, 1)),
    ("ALMOST_LOST", (2, 1, 1)),
    ("ONCE_LOYAL", (1, 3, 1), (1, 1, 4)),
    ("DORMANT",),
)
# above the median or not, in each of the three
EIGHT = (
    ("KEY_VALUE", (4, 4, 4)),
    ("KEY_DEEPEN", (4, 1, 4)),
    ("KEY_RECALL", (1, 4, 4)),
    ("KEY_RETAIN", (1, 1, 4)),
    ("POTENTIAL", (4, 4, 1)),
    ("NEWCOMERS", (4, 1, 1)),
    ("MAINTAIN", (1, 4, 1)),
    ("CHURNED",),
)


def _rules(segments):
    """The lines of the scheme: one per alternative, and one for the last segment."""
    for code, *alternatives in segments:
        for recency, frequency, monetary in alternatives or [(1, 1, 1)]:
            yield {
                "tier_id": f"SEG_{code}",
                "method": "segment",
                "recency_score": recency,
                "frequency_score": frequency,
                "monetary_score": monetary,
            }


def _preset(segments, name, hint, **more):
    return {
        "name": name,
        "hint": hint,
        "own_tiers": True,
        "scheme": {**AT_ONCE, "rule_ids": list(_rules(segments)), **more},
    }


PRESETS["six_segments"] = _preset(
    SIX,
    _lt("Six segments"),
    _lt(
        "Champions, loyal, recent, at risk, cooling down and dormant customers, by how "
        "recently, how often and for how much they buy. A good start for any business."
    ),
)
PRESETS["eleven_segments"] = _preset(
    ELEVEN,
    _lt("Eleven segments"),
    _lt(
        "Finer than six: tells big orders from loyal buyers, and who must not be lost "
        "from who is gone already. For 50 buyers and more."
    ),
)
PRESETS["eight_segments"] = _preset(
    EIGHT,
    _lt("Eight segments"),
    _lt(
        "The eight classes that are usual in China: above the median or not, in "
        "recency, frequency and value. Four of them are key customers."
    ),
    segment_classes="2",
)
