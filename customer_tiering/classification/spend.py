"""What a purchase of each customer is worth on average: the gamma-gamma model.

The purchases of one customer vary around an average of their own (gamma, shape ``p``),
and the averages differ between customers (``q``, ``gamma``). The average of a few
purchases says little, so it is drawn towards that of all customers; the more purchases,
the less.

Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. Two assumptions: the
value of a purchase does not depend on how often the customer buys, and it does not
change over time.

Each customer is described by ``n``, the number of purchases, and ``z``, their average
value in company currency.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .gamma import digamma, log_gamma
from .maximum import maximum


@dataclass(frozen=True)
class Spend:
    """The parameters of the model.

    ``p``      shape of a customer's own purchases
    ``q``      shape of the differences between customers; above 1, so that there is an
               average of all
    ``gamma``  their scale, company currency
    """

    p: float
    q: float
    gamma: float

    def __post_init__(self) -> None:
        if not (self.p > 0 and self.q > 1 and self.gamma > 0):
            raise ValueError(f"not the parameters of an average: {self}")

    @property
    def average(self) -> float:
        """The average value of a purchase among all customers, company currency."""
        return self.p * self.gamma / (self.q - 1)

    def value(self, n: np.ndarray, z: np.ndarray) -> np.ndarray:
        """The expected average value of a purchase of each customer (eq. 5).

        A ``z`` below 0, from refunds of purchases that nobody knows, counts as 0.

        >>> Spend(6.25, 3.74, 15.44).value(
        ...     np.array([0, 1, 100]), np.array([0.0, 100.0, 100.0])
        ... ).round(2).tolist()
        [35.22, 80.26, 99.72]
        """
        n = np.asarray(n, dtype="float64")
        total = n * np.maximum(np.where(n > 0, z, 0.0), 0.0)
        return np.asarray(
            self.p * (self.gamma + total) / (self.p * n + (self.q - 1)),
            dtype="float64",
        )


def fit(n: np.ndarray, z: np.ndarray, start: Spend | None = None) -> Spend:
    """The parameters under which the customers' averages are most likely.

    Customers without purchases, or whose purchases were worth nothing, say nothing
    about it and are left out. The result does not depend on the order of the customers.
    Raises ``ValueError`` if nobody is left.
    """
    bought = pd.DataFrame({"n": n, "z": z}).astype("float64")
    bought = bought[(bought["n"] > 0) & (bought["z"] > 0)]
    if bought.empty:
        raise ValueError("no purchases to learn from")
    # in units of the average, so that all parameters are near 1
    unit = float(bought["z"].median())
    pairs = bought.groupby(["n", "z"]).size()
    likelihood = _Likelihood(
        pairs.index.get_level_values("n").to_numpy(),
        pairs.index.get_level_values("z").to_numpy() / unit,
        pairs.to_numpy(dtype="float64"),
    )
    first = [1.0, 1.0, 1.0]
    if start is not None:
        first = [start.p, start.q - 1, start.gamma / unit]
    p, over, gamma = maximum(likelihood, np.array(first), float(len(bought)))
    return Spend(float(p), 1 + float(over), float(gamma) * unit)


class _Likelihood:
    """The log-likelihood of grouped averages (eq. 2), derived by p, q - 1 and γ."""

    def __init__(self, n: np.ndarray, z: np.ndarray, weight: np.ndarray) -> None:
        self.n, self.weight = n, weight
        self.log_z = np.log(z)
        self.log_total = np.log(n * z)
        self.total = n * z
        self.numbers, place = np.unique(n, return_inverse=True)
        self.place = place.reshape(-1)
        self.per_number = np.bincount(self.place, weights=weight)
        self.count = float(weight.sum())

    def __call__(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        p, over, gamma = (float(one) for one in parameters)
        q = 1 + over
        own = p * self.numbers
        both = (own + q)[self.place]
        log_all = np.log(gamma + self.total)
        alike = log_gamma(own + q) - log_gamma(own)
        value = (
            float((self.per_number * alike).sum())
            + self.count * (q * np.log(gamma) - float(log_gamma(np.array(q))))
            + float(
                (
                    self.weight
                    * (p * self.n * self.log_total - self.log_z - both * log_all)
                ).sum()
            )
        )
        steep = digamma(own + q)
        slope = [
            float((self.per_number * self.numbers * (steep - digamma(own))).sum())
            + float((self.weight * self.n * (self.log_total - log_all)).sum()),
            float((self.per_number * steep).sum())
            + self.count * (np.log(gamma) - float(digamma(np.array(q))))
            - float((self.weight * log_all).sum()),
            self.count * q / gamma
            - float((self.weight * both / (gamma + self.total)).sum()),
        ]
        return value, np.array(slope)
