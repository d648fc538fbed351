"""Rules on amounts and numbers: per gift, recipient, account and year."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .policy import (
    BLOCK,
    COMPLIANCE,
    MANAGER,
    Hits,
    Policy,
    Setting,
    above,
    register,
)
from .policy_history import day_numbers, history, years

MOONCAKE = "mooncake"


def judged(gifts: pd.DataFrame, setting: Setting) -> np.ndarray:
    """Gifts that an amount is asked of: all if strict, else no cards or samples."""
    return np.ones(len(gifts), bool) if setting.strict else gifts["gift"].to_numpy()


def beyond(
    figure: np.ndarray,
    rows: np.ndarray,
    gifts: pd.DataFrame,
    policy: Policy,
    setting: Setting,
    what: str,
) -> Iterator[Hits]:
    """Above the first limit, and above the second one with its own severity.

    Where ordinary trade is not stopped, the second limit asks the compliance officer
    instead of blocking.
    """
    rate = policy.rate(gifts)
    first = above(figure, policy.amount * rate)
    limit = np.where(first, policy.amount * rate, np.nan)
    severity = np.where(first, setting.soft(policy.level), 0)
    approver = np.full(len(gifts), MANAGER, dtype=object)
    if policy.second_amount:
        second = above(figure, policy.second_amount * rate) & first
        severity = np.where(
            second, np.maximum(severity, setting.soft(policy.second_level)), severity
        )
        limit = np.where(second, policy.second_amount * rate, limit)
        approver[second & (policy.second_level >= BLOCK)] = COMPLIANCE
    if policy.amount:
        yield Hits(first & rows, severity, what, figure, limit, "money", approver)


@register("C03", limits=("amount", "second_amount"))
@register("C22", limits=("amount", "second_amount"))
def value_of_gift(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """Cost or list value, the higher, of one gift."""
    figure = gifts["value"].to_numpy()
    yield from beyond(figure, judged(gifts, setting), gifts, policy, setting, "value")


@register("C04", limits=("amount", "second_amount"))
@register("C25", limits=("amount", "second_amount"))
def value_of_recipient(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """All gifts to one recipient: in the calendar year, and in any twelve months."""
    past = history(gifts, setting, "recipient_id")
    days = day_numbers(gifts["date"])
    keys = gifts["recipient_id"].to_numpy("int64")
    rows = gifts["gift"].to_numpy()
    year = past.total(keys, *years(days))
    yield from beyond(year, rows, gifts, policy, setting, "year")
    yield from beyond(
        past.peak(keys, days), rows, gifts, policy, setting, "twelve_months"
    )


@register("C05", limits=("count",))
def number_of_recipient(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """How many gifts one recipient gets in the calendar year."""
    past = history(gifts, setting, "recipient_id")
    keys = gifts["recipient_id"].to_numpy("int64")
    number = past.number(keys, *years(day_numbers(gifts["date"])))
    rows = gifts["gift"].to_numpy() & (number > policy.count)
    if policy.count:
        severity = setting.soft(policy.level)
        yield Hits(rows, severity, "number", number, policy.count, "gifts")


@register("C06", limits=("amount", "second_amount"))
def value_of_account(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """All gifts to one business and its people in the calendar year."""
    past = history(gifts, setting, "partner_id")
    keys = gifts["partner_id"].to_numpy("int64")
    year = past.total(keys, *years(day_numbers(gifts["date"])))
    rows = gifts["gift"].to_numpy()
    yield from beyond(year, rows, gifts, policy, setting, "account")


@register("C15", limits=("amount", "second_amount", "days"))
def splitting(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """Several gifts to one recipient within days of each other, whoever gives them."""
    past = history(gifts, setting, "recipient_id")
    days = day_numbers(gifts["date"])
    period = (
        gifts["recipient_id"].to_numpy("int64"),
        days - policy.days,
        days + policy.days,
    )
    rows = gifts["gift"].to_numpy() & (past.number(*period) > 1)
    yield from beyond(past.total(*period), rows, gifts, policy, setting, "split")


@register("C16", limits=("days",))
def near_occasions(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """Another gift to the same recipient a few days before or after."""
    past = history(gifts, setting, "recipient_id")
    days = day_numbers(gifts["date"])
    keys = gifts["recipient_id"].to_numpy("int64")
    others = past.number(keys, days - policy.days, days + policy.days) - 1
    rows = gifts["gift"].to_numpy() & (others > 0)
    severity = setting.soft(policy.level)
    yield Hits(rows, severity, "near", others, policy.days, "days")


@register("C17", limits=("amount", "kind"))
def sensitive(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """Luxury, alcohol, tobacco, jewellery at any value; mooncakes above a value."""
    kind = gifts["sensitive"]
    if policy.kind:
        rows = kind.eq(policy.kind).to_numpy(dtype=bool)
    else:
        rows = (kind.notna() & kind.ne(MOONCAKE)).to_numpy(dtype=bool)
    value = gifts["value"].to_numpy()
    limit = policy.amount * policy.rate(gifts)
    if policy.amount:
        rows = rows & above(value, limit)
    severity = setting.soft(policy.level)
    yield Hits(
        rows,
        severity,
        "sensitive",
        value,
        limit if policy.amount else np.nan,
        "money",
    )


@register("C19", limits=("amount", "second_amount"))
def chain(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """From an amount on somebody must approve, from a second one compliance."""
    figure = gifts["value"].to_numpy()
    yield from beyond(figure, judged(gifts, setting), gifts, policy, setting, "chain")


@register("C20")
def budget(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A budget line stands for the gift, and it costs no more than that allows."""
    rows = judged(gifts, setting)
    missing = gifts["budget_line_id"].isna().to_numpy()
    # ordinary trade: an honest entry by hand is told, not stopped
    yield Hits(rows & missing, setting.soft(policy.level, 2), "no_budget")
    cost, amount = gifts["cost"].to_numpy(), gifts["amount"].to_numpy()
    yield Hits(
        rows & ~missing & above(cost, amount),
        setting.soft(policy.level),
        "budget",
        cost,
        amount,
        "money",
    )
