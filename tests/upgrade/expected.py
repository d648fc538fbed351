"""What an update may change in the rows of 19.0.1.0.0, each with its reason.

Whoever renames a model, a column or a value writes a migration and says so here. What
is in none of these lists has to be the same before and after, to the last character.
An entry that nothing meets any more fails the test too.
"""

import json
from dataclasses import dataclass

# old model -> new one. Tables, external ids and what is written on a record (messages,
# followers, files, activities, filters) are expected under the new name.
MODELS: dict[str, str] = {}

# old table -> {old column: new column, or None for one that is gone for good}. The
# row of the field itself has to move too, with its external id: the history of a
# record, filters and defaults hang on it.
COLUMNS: dict[str, dict[str, str | None]] = {
    "customer_tier_rule": {
        "bar": "threshold",
        "keep_bar": "keep_threshold",
        "bar_currency_id": "threshold_currency_id",
    },
    "customer_tier_standing": {"bar": "threshold", "margin": "margin_to_keep"},
    "customer_tier_evaluation": {"bars": "thresholds"},
    # since 19.0.1.2.0, each draw of spot checks has a seed of its own
    "res_company": {"customer_gift_spot_check_seed": None},
    "customer_gift_spot_check": {"seed": None, "share": None},
    # what an evaluation replaced: the columns of the standings, called was_ before
    "customer_tier_standing_undo": {
        "evaluation_id": "replaced_by_id",
        "was_id": "standing_id",
        "was_partner_id": None,
        "was_scheme_id": None,
        "was_company_id": None,
        "was_bar": "threshold",
        "was_margin": "margin_to_keep",
        **{
            f"was_{name}": name
            for name in (
                *("alerted_on", "automatic_tier_id", "category_depth", "collected"),
                *("computed_tier_id", "contact_count", "contradicts_mark"),
                *("cost_to_serve", "cumulated", "days_late", "days_to_pay"),
                *("decided_by", "differs", "due_amount", "earned_since"),
                *("earned_tier_id", "evaluation_id", "falling", "first_purchase"),
                *("gap_up", "gross_invoiced", "gross_margin", "group_key"),
                *("influence", "influence_reach", "is_new", "last_purchase"),
                *("lifecycle", "long_margin", "margin_coverage", "median_interval"),
                *("missed_count", "missed_on", "missed_since", "month_latest"),
                *("month_min", "net_revenue", "oldest_overdue", "on_time_share"),
                *("open_orders", "order_count", "overdue_amount", "payments_known"),
                *("points", "prepaid_share", "previous_revenue", "purchase_count"),
                *("quarter_latest", "quarter_min", "rank", "ranked_count", "reason"),
                *("referral_count", "referral_revenue", "refunded", "score", "share"),
                *("since", "state_before", "state_on", "terms_days", "tier_id"),
                *("unmatched_money", "unposted_payments", "value", "year_latest"),
                "year_min",
            )
        },
    },
}


def thresholds_in_settings(text: str | None) -> str | None:
    """Frozen settings whose cut-offs say threshold, as PostgreSQL writes JSON."""
    if text is None:
        return None
    settings = json.loads(text)
    for cut in settings.get("cuts", []):
        cut["threshold"] = cut.pop("bar")
    return json.dumps(_in_order(settings), ensure_ascii=False)


def _in_order(value):
    """Shorter keys come first in a jsonb, among equals the smaller one."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key))
        return {key: _in_order(value[key]) for key in keys}
    return [_in_order(one) for one in value] if isinstance(value, list) else value


# old table -> {old column: {old value: new value}}, as PostgreSQL writes them as text;
# or a function from the old text to the new one, for JSON.
VALUES: dict[str, dict] = {
    "customer_tier_evaluation": {"settings": thresholds_in_settings}
}

# old external id without the module -> new one, or None for a record that is gone.
XMLIDS: dict[str, str | None] = {
    # the name of another column now, which was called was_evaluation_id
    "field_customer_tier_standing_undo__evaluation_id": (
        "field_customer_tier_standing_undo__evaluation_id"
    ),
}

# Whether the last evaluation of the old version can be undone by the new one; if not,
# the screen has to refuse with a sentence.
OLD_EVALUATION_CAN_BE_UNDONE = True


@dataclass(frozen=True)
class Expected:
    """A difference: of ``column`` in ``table`` (old names); of new rows if `ROWS`.

    Where ``data``, only of records that the addon ships and updates.
    """

    table: str
    column: str
    reason: str
    data: bool = True


ROWS = "*"
EVERY_UPDATE = "an update writes the records that it ships, also when nothing changes"
REWORDED = "what a shipped metric is called and counts is said in plainer English"
DAY_FILLED_IN = "since 19.0.1.2.0, a scheme keeps the day of the month of its schedule"
THEIR_OWN = "since 19.0.1.2.0, two record rules speak of people in the plural"
NOT_FALLING = "since 19.0.1.1.0, a customer kept by a manual tier is not falling"

DIFFERENCES = [
    Expected("ir_rule", "name", THEIR_OWN, data=False),
    Expected("ir_rule", "write_date", THEIR_OWN, data=False),
    Expected("customer_tier_metric", "write_date", EVERY_UPDATE),
    Expected("customer_tier_metric", "name", REWORDED),
    Expected("customer_tier_metric", "definition", REWORDED),
    Expected("customer_tier_scheme", "write_date", DAY_FILLED_IN, data=False),
    Expected("customer_tier_standing", "falling", NOT_FALLING, data=False),
]
