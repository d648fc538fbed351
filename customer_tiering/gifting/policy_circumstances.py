"""Rules on circumstances: tier, tenders, debts, purpose, forbidden products."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .policy import WARN, Hits, Policy, Setting, above, declare, register

# reason of a hold on a customer -> code of the rule that reports it
HOLDS = {"tender": "C08", "sanction": "C18", "opt_out": "C18", "other": "C18"}


def days_between(first: pd.Series, last: pd.Series) -> np.ndarray:
    """Days from ``first`` to ``last``; NaN if one of them is unknown."""
    return (last - first).dt.days.to_numpy(dtype="float64")


@register("C01", limits=("days",))
def tier(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """The tier is known, and its evaluation is not too old.

    If strict, it must be an evaluation that set tiers; otherwise any evaluation that
    succeeded is enough.
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
    """Cash and cash equivalents."""
    yield Hits(gifts["forbidden"].notna().to_numpy(dtype=bool), policy.level, "money")


@register("C08", limits=("amount", "days"), needs_rate=False)
def tender(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A tender or dispute is open, or ended a few days ago.

    A large quotation counts as one only if the mode is strict.
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
    """The gift has a purpose, and somebody confirmed that nothing is asked in return.

    Unless strict, a gift of a plan needs no purpose, and no gift the confirmation.
    """
    asked = np.ones(len(gifts), bool) if setting.strict else gifts["gift"].to_numpy()
    # gifts that are not created yet take the purpose of the plan
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
    """Debts that are long overdue, a hold on the contact, a blacklisted address.

    Small overdue amounts count only if the mode is strict.
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


# Applied elsewhere: evidence when a gift is closed, tax as a note, random spot checks.
declare("C21", limits=("amount",))
declare("C23")
declare("C24", limits=("share",))
