"""Whether customers are still active, and how often they will buy: BG/NBD.

Active customers buy at random, each at a rate of their own. After a purchase they may
leave for good, each with a chance of their own. Rates and chances differ between
customers: the former have a gamma distribution (``r``, ``alpha``), the latter a beta
distribution (``a``, ``b``). Nobody sees a customer leave. The model tells how likely it
is from the time that has passed since the last purchase, compared with how often the
customer bought before.

Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to
the Pareto/NBD Model, Marketing Science 24. In their model, customers who never came
back are active for ever, since they can leave only after a second purchase. With
``at_once``, which is the default here, they can leave after the first: Batislam,
Denizel and Filiztekin (2007), Empirical Validation and Comparison of Models for
Customer Base Analysis, International Journal of Research in Marketing 24 (MBG/NBD).

Each customer is described by three numbers:

``x``    repeat purchases: days with a purchase, without the first one
``t_x``  weeks from the first purchase to the last one; 0 without a repeat purchase
``T``    weeks from the first purchase to the end of the observation
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .maximum import maximum

WEEK = 7.0
# purchases that :meth:`Alive.purchases` may leave out
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Alive:
    """The parameters of the model.

    ``r``, ``alpha``  shape, and rate (weeks) of the distribution of purchase rates: the
                      average active customer buys ``r / alpha`` times a week
    ``a``, ``b``      of the distribution of the chance to leave after a purchase, whose
                      average is ``a / (a + b)``
    ``at_once``       whether customers may leave after their first purchase already
    """

    r: float
    alpha: float
    a: float
    b: float
    at_once: bool = True

    def __post_init__(self) -> None:
        if not all(0 < one < np.inf for one in (self.r, self.alpha, self.a, self.b)):
            raise ValueError(f"parameters must be above 0: {self}")

    def chance(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The chance that each customer is still active at the end, 0..1.

        Fader and Hardie (2008), Computing P(alive) Using the BG/NBD Model, eq. 3.

        >>> Alive(0.243, 4.414, 0.793, 2.426, at_once=False).chance(
        ...     np.array([0, 2]), np.array([0.0, 30.43]), np.array([39.0, 38.86])
        ... ).round(4).tolist()
        [1.0, 0.7266]
        """
        x, t_x, T = (np.asarray(one, dtype="float64") for one in (x, t_x, T))
        odds = self._gone_log_odds(x, np.log(self.alpha + T) - np.log(self.alpha + t_x))
        # beyond this a float knows no chance anyway, and exp overflows
        return np.asarray(1 / (1 + np.exp(np.minimum(odds, 700.0))))

    def purchases(
        self,
        x: np.ndarray,
        t_x: np.ndarray,
        T: np.ndarray,
        weeks: float,
        most: float = np.inf,
    ) -> np.ndarray:
        """How many purchases are expected of each customer in the coming ``weeks``.

        The coming purchase number ``j + 1`` happens if the customer has not left after
        the ``j`` before it, and if there is time for so many. Without leaving, the
        number of purchases has a negative binomial distribution. The sum over all
        ``j`` equals eq. 10 of Fader, Hardie and Lee with its hypergeometric function,
        but all its terms are positive, so nothing cancels, and ``a = 1`` is no
        exception. The absolute error is about :data:`TOLERANCE`.

        ``most`` is the largest number of purchases there can be, such as one a day. It
        also limits the time that this takes, which else grows with ``weeks / alpha``.
        """
        chance = self.chance(x, t_x, T)
        if weeks <= 0:
            return np.zeros_like(chance)
        pairs = pd.DataFrame({"x": x, "T": T})
        place = pairs.groupby(["x", "T"], sort=False).ngroup().to_numpy()
        each = ~pairs.duplicated().to_numpy()
        once = np.empty(int(each.sum()))
        once[place[each]] = self._if_active(
            np.asarray(x, dtype="float64")[each],
            np.asarray(T, dtype="float64")[each],
            weeks,
            most,
        )
        return np.asarray(chance * once[place])

    def _if_active(
        self, x: np.ndarray, T: np.ndarray, weeks: float, most: float
    ) -> np.ndarray:
        """Expected purchases of customers who are active at the end."""
        result = np.zeros(len(x))
        shape = self.r + x
        share = weeks / (self.alpha + T + weeks)
        stayed = self.b + x + self.at_once
        log_exactly = shape * np.log1p(-share)
        more = np.ones_like(shape)
        still = np.ones_like(shape)
        left: np.ndarray = np.arange(len(x))
        j = 0
        while len(left) and j < most:
            exactly = np.exp(log_exactly)
            more = more - exactly
            result[left] += still * np.maximum(more, 0)
            still = still * (stayed + j) / (stayed + self.a + j)
            log_exactly = log_exactly + np.log(share * (shape + j) / (j + 1))
            j += 1
            # past the most likely number, what is left out falls like powers of `share`
            going = (j * (1 - share) <= shape * share) | (
                exactly * still > TOLERANCE * (1 - share) ** 2
            )
            if not going.all():
                left, shape, share, stayed = (
                    one[going] for one in (left, shape, share, stayed)
                )
                log_exactly, more, still = (
                    one[going] for one in (log_exactly, more, still)
                )
        return result

    def _gone_log_odds(self, x: np.ndarray, silent: np.ndarray) -> np.ndarray:
        """Logarithm of the odds that each customer has left; -inf if they cannot.

        ``silent`` is ln (alpha + T) - ln (alpha + t_x).
        """
        leaves = x + self.at_once
        chance = self.a / (self.b + np.maximum(leaves - 1, 0))
        with np.errstate(divide="ignore"):
            first = np.log(np.where(leaves > 0, chance, 0.0))
        return np.asarray(first + (self.r + x) * silent)


def fit(
    x: np.ndarray,
    t_x: np.ndarray,
    T: np.ndarray,
    at_once: bool = True,
    start: Alive | None = None,
) -> Alive:
    """The parameters under which the customers' histories are most likely.

    The result does not depend on the order of the customers. ``start`` only makes it
    faster. Raises ``ValueError`` for no customers, for histories that cannot be (such
    as a last purchase before the first or after the end), and for numbers of repeat
    purchases that are not whole.
    """
    history = pd.DataFrame({"x": x, "t_x": t_x, "T": T}).astype("float64")
    _check(history)
    triples = history.groupby(["x", "t_x", "T"]).size()
    likelihood = _Likelihood(
        triples.index.get_level_values("x").to_numpy(),
        triples.index.get_level_values("t_x").to_numpy(),
        triples.index.get_level_values("T").to_numpy(),
        triples.to_numpy(dtype="float64"),
        at_once,
    )
    guess = start or _first_guess(history, at_once)
    best = maximum(
        likelihood,
        np.array([guess.r, guess.alpha, guess.a, guess.b]),
        float(len(history)),
    )
    r, alpha, a, b = (float(one) for one in best)
    return Alive(r, alpha, a, b, at_once)


def log_likelihood(
    model: Alive, x: np.ndarray, t_x: np.ndarray, T: np.ndarray
) -> float:
    """The log-likelihood of the customers' histories under ``model``.

    Up to a constant that depends on the histories only, like eq. 6 of Fader, Hardie and
    Lee.
    """
    x, t_x, T = (np.asarray(one, dtype="float64") for one in (x, t_x, T))
    likelihood = _Likelihood(x, t_x, T, np.ones(len(x)), model.at_once)
    return likelihood(np.array([model.r, model.alpha, model.a, model.b]))[0]


def _check(history: pd.DataFrame) -> None:
    x, t_x, T = (history[name].to_numpy() for name in ("x", "t_x", "T"))
    if not len(history):
        raise ValueError("no customers to learn from")
    possible = (x >= 0) & (x == np.rint(x)) & (t_x >= 0) & (t_x <= T) & np.isfinite(T)
    possible &= (x > 0) | (t_x == 0)
    if not possible.all():
        raise ValueError(f"not a history: {history[~possible].iloc[0].to_dict()}")


def _first_guess(history: pd.DataFrame, at_once: bool) -> Alive:
    """Half of all purchase rates that differ a lot, and one in four who leave."""
    weeks = max(float(history["T"].sum()), 1.0)
    rate = max(float(history["x"].sum()), 1.0) / weeks
    return Alive(0.5, 0.5 / rate, 0.5, 1.5, at_once)


class _Likelihood:
    """The log-likelihood of grouped histories and its derivatives by r, α, a, b.

    ``weight`` is the number of customers with each history. Gamma functions whose
    arguments are a whole number apart are products of so many factors, which are summed
    up once per number of purchases.
    """

    def __init__(
        self,
        x: np.ndarray,
        t_x: np.ndarray,
        T: np.ndarray,
        weight: np.ndarray,
        at_once: bool,
    ) -> None:
        self.x, self.t_x, self.T, self.weight = x, t_x, T, weight
        self.at_once = at_once
        self.count = float(weight.sum())
        whole = x.astype("int64")
        per_number = np.bincount(whole, weights=weight)
        # customers with more than j purchases: for so many, factor j counts
        self.above = self.count - np.cumsum(per_number)[:-1]
        self.leaves = whole + at_once
        per_number = np.bincount(self.leaves, weights=weight)
        self.stays = self.count - np.cumsum(per_number)[:-1]

    def __call__(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = (float(one) for one in parameters)
        model = Alive(r, alpha, a, b, self.at_once)
        log_end = np.log(alpha + self.T)
        log_last = np.log(alpha + self.t_x)
        odds = model._gone_log_odds(self.x, log_end - log_last)
        gone = 1 / (1 + np.exp(-odds))
        shape = r + self.x
        rates = r + np.arange(len(self.above))
        stay = b + np.arange(len(self.stays))
        value = (
            float((self.weight * (np.logaddexp(0, odds) - shape * log_end)).sum())
            + self.count * r * np.log(alpha)
            + float((self.above * np.log(rates)).sum())
            + float((self.stays * (np.log(stay) - np.log(stay + a))).sum())
        )
        log_passed = (1 - gone) * log_end + gone * log_last
        per_week = (1 - gone) / (alpha + self.T) + gone / (alpha + self.t_x)
        left = self.weight * gone
        last = np.where(self.leaves > 0, b + self.leaves - 1, np.inf)
        slope = [
            float((self.above / rates).sum())
            + self.count * np.log(alpha)
            - float((self.weight * log_passed).sum()),
            self.count * r / alpha - float((self.weight * shape * per_week).sum()),
            float(left.sum()) / a - float((self.stays / (stay + a)).sum()),
            float((self.stays * (1 / stay - 1 / (stay + a))).sum())
            - float((left / last).sum()),
        ]
        return value, np.array(slope)
