"""Presets: plain data in the format of a scheme file.

Tiers and metrics are identified by code. The wizard fills in ``$amount``, ``$floor``
and ``$domain``. Another addon can add a preset by adding an entry to ``PRESETS``.

``name``    name of the scheme
``hint``    which business it is for, and how it classifies
``letters`` whether the tiers are always A, B, C, D
``own_tiers`` whether they are always those that the preset names
``asks``    additional questions of the wizard
``scheme``  the settings
"""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# the same ladder in letters, best tier first
LETTERS = {"TOP": "A", "BIG": "B", "MEDIUM": "C", "SMALL": "D"}

# names of what the set-up makes of a preset, by its answer
SET_UP_NAMES = {
    "pyramid": _lt("Customer pyramid"),
    "letters": _lt("A/B/C/D"),
    "abc": _lt("ABC"),
}

# a preset also sets these, so that no setting of the replaced scheme remains
NOTHING_ELSE = {
    "kind": "tiers",
    "rank_by": "metric",
    "value_metric_id": "net_revenue",
    "group_by": None,
    "shown_besides": False,
    "criterion_ids": [],
    "cap_ids": [],
}


def _percent(*shares):
    """The pyramid: each tier's own share of the customers; the last takes the rest."""
    return [
        {"tier_id": tier, "method": "percent_of_customers", "threshold": float(share)}
        for tier, share in zip(LETTERS, shares, strict=True)
    ]


PYRAMID = _percent(1, 4, 15, 0)


def _rank(metric, weight):
    """A criterion scored by the rank among the other customers."""
    return {"metric_id": metric, "weight": float(weight), "method": "percentile"}


def _between(metric, weight, low, high, **more):
    """A criterion scored on the straight line between two figures."""
    return {
        "metric_id": metric,
        "weight": float(weight),
        "method": "min_max",
        "fixed_ends": True,
        "low": float(low),
        "high": float(high),
        **more,
    }


PRESETS = {
    "manufacturer": {
        "name": _lt("Manufacturer"),
        "hint": _lt(
            "Keeping workers and machines busy takes volume, so the customers who "
            "bring the most turnover are the best ones. Uses the pyramid of 1, 4, 15 "
            "and 80 % by net invoiced revenue."
        ),
        "scheme": {"rule_ids": PYRAMID},
    },
    "trader": {
        "name": _lt("Trader"),
        "hint": _lt(
            "A trading business lives on profit, so the customers who bring the "
            "largest gross margin are the best ones. Uses the pyramid of 1, 4, 15 "
            "and 80 % by gross margin."
        ),
        "scheme": {"value_metric_id": "gross_margin", "rule_ids": PYRAMID},
    },
    "cash_flow": {
        "name": _lt("Cash-flow focused"),
        "hint": _lt(
            "Revenue counts only once it is paid: the score combines revenue, money "
            "collected and days late. Customers who are more than 90 days overdue, "
            "with more than the set amount overdue, are limited to the last tier."
        ),
        "asks": ("floor",),
        "scheme": {
            "rank_by": "score",
            "criterion_ids": [
                _rank("net_revenue", 2),
                _rank("collected", 2),
                _between("days_late", 1, 0, 60, higher_is_better=False),
            ],
            "rule_ids": PYRAMID,
            "cap_ids": [
                {
                    "tier_id": "SMALL",
                    "metric_id": "overdue_days",
                    "above": 90.0,
                    "floor_metric_id": "overdue_amount",
                    "floor_above": "$floor",
                }
            ],
        },
    },
    "online_shop": {
        "name": _lt("Online shop"),
        "hint": _lt(
            "Customers get up to 4 stars for how often they buy, up to 5 for how "
            "much they buy, and as many stars as their influence has."
        ),
        "scheme": {
            "rank_by": "score",
            "criterion_ids": [
                _rank("purchase_count", 4),
                _rank("net_revenue", 5),
                # up to 5 stars with weight 5: each star of influence is one star here
                _between("influence", 5, 0, 5, missing="worst"),
            ],
            "rule_ids": PYRAMID,
        },
    },
    "payment": {
        "name": _lt("Payment behaviour"),
        "hint": _lt(
            "Rates how customers pay, from A to D, and shows it beside their tier. "
            "Counts days late (from 0 to 90) three times and the share paid on time "
            "once: A pays on time, B a few days late, C a few weeks, D later."
        ),
        "letters": True,
        "scheme": {
            "rank_by": "score",
            "shown_besides": True,
            "criterion_ids": [
                # Most customers pay all in time or nothing, so the share alone would
                # make those who are a week late as bad as those who never pay.
                # Without payments yet, a customer is neither good nor bad
                _between(
                    "days_late", 3, 0, 90, higher_is_better=False, missing="middle"
                ),
                _between(
                    "on_time_share", 1, 0, 1, higher_is_better=True, missing="middle"
                ),
            ],
            "rule_ids": [
                {"tier_id": tier, "method": "score", "threshold": threshold}
                for tier, threshold in zip(
                    LETTERS, (85.0, 65.0, 40.0, 0.0), strict=True
                )
            ],
        },
    },
    "telecom": {
        "name": _lt("Big from a monthly amount"),
        "hint": _lt(
            "What counts as a big customer differs by trade and region. For a "
            "telecom operator in a prefecture-level city, for example, it starts at "
            "10,000 a month."
        ),
        "asks": ("amount", "city"),
        "scheme": {
            "domain": "$domain",
            "rule_ids": [
                {
                    "tier_id": "BIG",
                    "method": "threshold",
                    "threshold": "$amount",
                    "per": "month",
                    "pace": "average",
                    "threshold_currency_id": "$currency",
                },
                {"tier_id": "SMALL", "method": "threshold", "threshold": 0.0},
            ],
        },
    },
    "abc": {
        "name": _lt("ABC"),
        "hint": _lt(
            "A customers together bring 80 % of the revenue, B customers the next 15 "
            "%, and C customers the rest. Also useful if you have few customers."
        ),
        "letters": True,
        "scheme": {
            "rule_ids": [
                {"tier_id": tier, "method": "share_of_value", "threshold": threshold}
                for tier, threshold in zip(LETTERS, (80.0, 15.0, 0.0), strict=False)
            ]
        },
    },
}


def codes(preset):
    """Codes of the metrics that a preset needs, in the order it names them."""
    scheme = dict(NOTHING_ELSE, **PRESETS[preset]["scheme"])
    lines = [*scheme["criterion_ids"], *scheme["cap_ids"], *scheme["rule_ids"]]
    found = [
        line.get(key) for line in lines for key in ("metric_id", "floor_metric_id")
    ]
    if scheme["rank_by"] == "metric":
        found.insert(0, scheme["value_metric_id"])
    return tuple(dict.fromkeys(code for code in found if code))


def filled(plain, answers):
    """``plain`` with each ``$name`` replaced by the answer of that name."""
    if isinstance(plain, dict):
        return {key: filled(value, answers) for key, value in plain.items()}
    if isinstance(plain, list):
        return [filled(value, answers) for value in plain]
    if isinstance(plain, str) and plain.startswith("$"):
        return answers[plain[1:]]
    return plain
