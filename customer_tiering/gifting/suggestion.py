"""Which product of the catalogue is suggested for each customer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

Keys: TypeAlias = frozenset[int]
NONE: Keys = frozenset()
# tier, form, liked tags, taboo tags, products that must not be repeated
Choice: TypeAlias = tuple[int, str | None, Keys, Keys, Keys]


@dataclass(frozen=True)
class Product:
    """What can be given. ``cost`` includes freight; no ``tiers`` means all tiers."""

    key: int
    cost: float
    form: str = "goods"
    list_value: float = 0.0
    tiers: Keys = NONE
    tags: Keys = NONE

    def __post_init__(self) -> None:
        if self.cost < 0:
            raise ValueError("a product cannot cost less than nothing")


def suggest(
    customers: pd.DataFrame,
    products: Iterable[Product],
    likes: Mapping[int, Keys] | None = None,
    taboos: Mapping[int, Keys] | None = None,
    given: Mapping[int, Keys] | None = None,
    unit: float = 0.01,
) -> pd.DataFrame:
    """``customers`` with ``product_id``, ``cost`` and ``list_value``.

    ``customers`` has ``partner_id``, ``tier_id``, ``form`` and ``amount``; ``likes``
    and ``taboos`` are tags, ``given`` the products that must not be repeated.

    A product fits if form and tier match, it costs at most the amount, has no taboo tag
    and was not given before. The one with the most liked tags is chosen, then the most
    expensive, then the one with the lowest key. If none fits, there is no product and
    the cost is the amount.
    """
    catalogue = sorted(products, key=lambda product: product.key, reverse=True)
    amounts = np.floor(customers["amount"].to_numpy("float64") / unit + 1e-6)
    partners = customers["partner_id"].tolist()
    tastes = list(
        zip(
            customers["tier_id"].tolist(),
            customers["form"].tolist(),
            *(
                [(of or {}).get(key, NONE) for key in partners]
                for of in (likes, taboos)
            ),
            strict=True,
        )
    )
    got = [(given or {}).get(partner, NONE) for partner in partners]
    chosen = np.full(len(customers), -1)
    # first ignoring what was given before, since there are few different tastes
    _choose(
        chosen, catalogue, amounts, _alike((*taste, NONE) for taste in tastes), unit
    )
    again = [
        place
        for place, number in enumerate(chosen.tolist())
        if number >= 0 and catalogue[number].key in got[place]
    ]
    chosen[again] = -1
    repeated = _alike((*tastes[place], got[place]) for place in again)
    rows = np.array(again, dtype="int64")
    groups = {key: rows[places] for key, places in repeated.items()}
    _choose(chosen, catalogue, amounts, groups, unit)
    found = chosen >= 0
    keys = np.array([product.key for product in catalogue] + [0])[chosen]
    costs = np.array([p.cost for p in catalogue] + [0.0])[chosen]
    lists = np.array([p.list_value for p in catalogue] + [0.0])[chosen]
    return customers.assign(
        product_id=pd.Series(keys, index=customers.index, dtype="Int64").where(found),
        cost=np.where(found, costs, customers["amount"].to_numpy("float64")),
        list_value=np.where(found, lists, np.nan),
    )


def _alike(keys: Iterable[Choice]) -> dict[Choice, np.ndarray]:
    """``{key: positions}`` of customers with the same choice."""
    groups: dict[Choice, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    return {key: np.array(places) for key, places in groups.items()}


def _choose(
    chosen: np.ndarray,
    catalogue: Sequence[Product],
    amounts: np.ndarray,
    groups: Mapping[Choice, np.ndarray],
    unit: float,
) -> None:
    """Fill ``chosen`` with positions in the catalogue, -1 where nothing fits."""
    for key, places in groups.items():
        for numbers in _ranked(catalogue, *key):
            costs = np.array([_units(catalogue[n].cost, unit) for n in numbers])
            open_ = places[chosen[places] < 0]
            best = np.searchsorted(costs, amounts[open_], side="right") - 1
            fits = best >= 0
            chosen[open_[fits]] = np.array(numbers)[best[fits]]


def _ranked(
    catalogue: Sequence[Product],
    tier: int,
    form: str | None,
    likes: Keys,
    taboos: Keys,
    given: Keys,
) -> Iterator[list[int]]:
    """Positions of products that fit: a list per number of liked tags, most first.

    Each list is sorted by cost; of equal costs the preferred one is last.
    """
    levels: dict[int, list[int]] = {}
    for number, product in enumerate(catalogue):
        if (
            product.form == form
            and (not product.tiers or tier in product.tiers)
            and product.key not in given
            and not product.tags & taboos
        ):
            levels.setdefault(len(product.tags & likes), []).append(number)
    for liked in sorted(levels, reverse=True):
        # sorting is stable, so among equal costs the lowest key stays last
        yield sorted(levels[liked], key=lambda number: catalogue[number].cost)


def _units(amount: float, unit: float) -> float:
    return float(np.ceil(amount / unit - 1e-6))
