"""Rules on the moment: tier known, tenders, debts, purpose; and forbidden things."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .policy import WARN, Hits, Policy, Setting, above, declare, register

# why somebody holds all gifts to a customer -> the rule that says so
HOLDS = {"tender": "C08", "sanction": "C18", "opt_out": "C18", "other": "C18"}


def days_between(first: pd.Series, last: pd.Series) -> np.ndarray:
    """Days from ``first`` to ``last``, NaN where one is unknown."""
    return (last - first).dt.days.to_numpy(dtype="float64")


@register("C01", limits=("days",))
def tier(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """The tier is known, and the evaluation that says so is not too old.

    Strict asks for an evaluation that decided the tiers; otherwise the last one that
    went well is enough, for the figures were looked at.
    """
    asked = np.ones(len(gifts), bool) if setting.strict else gifts["gift"].to_numpy()
    day = gifts["decided_on" if setting.strict else "evaluated_on"]
    none = (gifts["tier_id"].isna() | day.isna()).to_numpy(dtype=bool)
    yield Hits(asked & none, setting.soft(policy.level), "no_tier")
    age = days_between(day, gifts["as_of"])
    if policy.days:
        yield Hits(
            asked & ~none & (age > policy.days),
            policy.level,
            "old_tier",
            age,
            policy.days,
            "days",
        )


@register("C02")
def forbidden(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """Money and what is as good as money."""
    yield Hits(gifts["forbidden"].notna().to_numpy(dtype=bool), policy.level, "money")


@register("C08", limits=("amount", "days"), needs_rate=False)
def tender(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A tender or dispute goes on, or ended a few days ago.

    A large quotation counts as one only if the rules are read strictly.
    """
    asked = ~gifts["card"].to_numpy() | setting.strict
    flagged = gifts["tender"].to_numpy()
    yield Hits(asked & flagged, policy.level, "tender")
    since = days_between(gifts["tender_closed"], gifts["date"])
    with np.errstate(invalid="ignore"):
        ended = asked & ~flagged & (since <= policy.days)
    yield Hits(ended, policy.level, "tender_ended", since, policy.days, "days")
    held = gifts["hold"].eq("tender").to_numpy(dtype=bool)
    yield Hits(asked & held, policy.level, "tender_hold")
    if setting.strict and policy.amount:
        quotation = gifts["quotation"].to_numpy()
        limit = policy.amount * policy.rate(gifts)
        rows = asked & above(quotation, limit)
        yield Hits(rows, policy.level, "quotation", quotation, limit, "money")


@register("C14")
def purpose(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A purpose is written down, and that nothing is asked for in return.

    Unless strict, the plan's purpose and the plan's tick are enough.
    """
    asked = np.ones(len(gifts), bool) if setting.strict else gifts["gift"].to_numpy()
    # gifts that are about to be made take those of the plan
    text = gifts["purpose"].map(lambda text: bool(text) and text == text)
    planned = gifts["plan_id"].notna().to_numpy()
    rows = asked & ~text.to_numpy(dtype=bool)
    if not setting.strict:
        rows &= ~planned
    yield Hits(rows, setting.soft(policy.level), "no_purpose")
    if setting.strict:
        ticked = gifts["nothing_asked"].eq(True).to_numpy(dtype=bool)
        yield Hits(asked & ~ticked, policy.level, "not_confirmed")


@register("C18", limits=("amount", "days"), needs_rate=False)
def hold(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """Debts long overdue, a hold by hand, a contact who wants no mail.

    Small overdue amounts hold nothing unless the rules are read strictly.
    """
    asked = gifts["gift"].to_numpy() | setting.strict
    held = gifts["hold"].map(HOLDS).eq(policy.code).to_numpy(dtype=bool)
    yield Hits(held, policy.level, "hold")
    listed = gifts["blacklisted"].to_numpy()
    yield Hits(asked & listed, setting.soft(policy.level, WARN), "blacklisted")
    days = days_between(gifts["overdue_since"], gifts["as_of"])
    amount = gifts["overdue"].to_numpy()
    floor = 0.0 if setting.strict else policy.amount * policy.rate(gifts)
    with np.errstate(invalid="ignore"):
        rows = asked & (days > policy.days) & above(amount, floor)
    yield Hits(rows, policy.level, "overdue", amount, floor, "money")


# Applied where a gift is closed (evidence), shown for information (tax), drawn by lot.
declare("C21", limits=("amount",))
declare("C23")
declare("C24", limits=("share",))
