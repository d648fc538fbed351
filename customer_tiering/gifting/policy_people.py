"""Rules on who receives: officials, employees, families, professions, prospects."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .policy import COMPLIANCE, WARN, Hits, Policy, Setting, above, register

NO_GIFT_YET = ("prospect", "not_contacted", "inactive", "no_need")


def _business(gifts: pd.DataFrame, setting: Setting) -> np.ndarray:
    """Whoever owns a shop is the business, unless the rules are read strictly."""
    return gifts["own_business"].to_numpy() & (not setting.strict)


@register("C07", limits=("amount",))
def officials(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A public official or body: a card at most. Nobody knows: told above an amount."""
    cards = gifts["card"].to_numpy()
    official = gifts["official"].eq("yes").to_numpy(dtype=bool)
    body = gifts["government"].to_numpy()
    level = policy.level
    yield Hits(~cards & official, level, "official", approver=COMPLIANCE)
    yield Hits(~cards & body & ~official, level, "government", approver=COMPLIANCE)
    value = gifts["value"].to_numpy()
    limit = policy.amount * policy.rate(gifts)
    unknown = gifts["official"].eq("unknown").to_numpy(dtype=bool)
    somebody = gifts["person"].to_numpy() & ~_business(gifts, setting)
    rows = gifts["gift"].to_numpy() & somebody & unknown & ~body
    yield Hits(
        rows & above(value, limit),
        min(level, WARN),
        "unknown",
        value,
        limit,
        "money",
    )


@register("C09")
def no_customers_yet(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """Prospects, inactive and not contacted ones: card, brochure or sample only."""
    rows = gifts["gift"].to_numpy() & gifts["lifecycle"].isin(NO_GIFT_YET).to_numpy()
    yield Hits(rows, policy.level, "no_customer")


@register("C10", limits=("amount",))
def person(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A gift to somebody's employee, unless it is small; the recipient is named."""
    gift = gifts["gift"].to_numpy()
    value = gifts["value"].to_numpy()
    limit = policy.amount * policy.rate(gifts)
    small = ~above(value, limit) & np.isfinite(limit)
    if setting.strict:
        small &= gifts["promotional"].to_numpy()
    rows = gift & gifts["person"].to_numpy() & ~small & ~_business(gifts, setting)
    severity = setting.soft(policy.level)
    yield Hits(rows, severity, "employee", value, limit, "money")
    if setting.strict:
        nobody = gifts["contact_id"].isna() & ~gifts["own_business"]
        yield Hits(gift & nobody.to_numpy(dtype=bool), policy.level, "nobody_named")


@register("C11")
def family(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """A relative of a contact, or an address at home."""
    gift = gifts["gift"].to_numpy()
    severity = setting.soft(policy.level)
    yield Hits(gift & gifts["family"].to_numpy(), severity, "family")
    yield Hits(gift & gifts["private_address"].to_numpy(), severity, "private_address")


@register("C12")
def own_policy(gifts: pd.DataFrame, policy: Policy, setting: Setting) -> Iterator[Hits]:
    """What the recipient's own rules allow: nothing, after asking, up to an amount."""
    accepts = gifts["accepts"]
    yield Hits(
        accepts.eq("no").to_numpy(dtype=bool) & ~gifts["card"].to_numpy(),
        policy.level,
        "refuses",
    )
    rows = gifts["gift"].to_numpy()
    yield Hits(rows & accepts.eq("ask").to_numpy(dtype=bool), WARN, "ask_first")
    value, limit = gifts["value"].to_numpy(), gifts["accepts_max"].to_numpy()
    yield Hits(
        rows & (limit > 0) & above(value, limit),
        setting.soft(policy.level),
        "accepts_max",
        value,
        limit,
        "money",
    )


@register("C13", limits=("amount",))
def professions(
    gifts: pd.DataFrame, policy: Policy, setting: Setting
) -> Iterator[Hits]:
    """Regulated professions: nothing until somebody has set an amount for them."""
    if not policy.segment and not policy.scope:
        return
    rows = gifts["gift"].to_numpy()
    if not policy.amount:
        yield Hits(rows, policy.level, "profession")
        return
    value, limit = gifts["value"].to_numpy(), policy.amount * policy.rate(gifts)
    yield Hits(
        rows & above(value, limit), policy.level, "profession", value, limit, "money"
    )
