"""Which product of the catalogue each customer is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

Keys: TypeAlias = frozenset[int]
NONE: Keys = frozenset()
# tier, form, liked tags, tags that are taboo, products not to be given again
Choice: TypeAlias = tuple[int, str | None, Keys, Keys, Keys]


@dataclass(frozen=True)
class Product:
    """What can be given. ``cost`` is with freight; no ``tiers`` means all of them."""

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
    and ``taboos`` are tags, ``given`` the products that a customer shall not get again.

    A product fits by form, tier and cost (at most the amount), carries no tag that is
    taboo and was not given before. Of those that fit, the one with the most tags that
    are liked is taken, then the dearest, then the one with the lowest key. Who finds
    none has no product and a cost of his amount.
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
    # At first as if nothing had been given before: there are few different tastes
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
    """``{key: places}``: who has the same choice."""
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
    """Fill ``chosen`` with numbers of the catalogue, -1 where nothing fits."""
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
    """Numbers of what may be given: per number of liked tags, most first.

    Each by cost; of two that cost the same the one to be taken comes last.
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
        # sorted is stable: the lowest key stays last among equal costs
        yield sorted(levels[liked], key=lambda number: catalogue[number].cost)


def _units(amount: float, unit: float) -> float:
    return float(np.ceil(amount / unit - 1e-6))
