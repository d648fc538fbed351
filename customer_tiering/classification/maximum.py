"""The maximum of a likelihood in a few parameters that are above zero."""

from collections.abc import Callable

import numpy as np

STEPS = 200
# the gradient per observation at which a maximum is reached
FLAT = 1e-7
# the longest step, in logarithms: no parameter changes by more than e² at once
LONGEST = 2.0
# a log-likelihood (of all observations) that pulls each logarithm to its start. It is
# too weak to be seen, unless nothing in the data speaks about a parameter
PULL = 1e-3

Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray]]


def maximum(likelihood: Likelihood, start: np.ndarray, count: float) -> np.ndarray:
    """The parameters at which ``likelihood`` is highest.

    ``likelihood``  takes the parameters, all above zero, and returns the log-likelihood
                    of all observations and its derivative by each parameter
    ``start``       parameters to start from
    ``count``       the number of observations

    The search is that of Broyden, Fletcher, Goldfarb and Shanno, in the logarithms of
    the parameters, with backtracking (Nocedal and Wright 2006, algorithms 3.1 and 6.1).
    The result is the best point after :data:`STEPS` at the latest.
    """
    origin = np.log(np.asarray(start, dtype="float64"))

    def cost(place: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(place)
        value, slope = likelihood(parameters)
        away = place - origin
        value -= PULL * float((away**2).sum())
        slope = slope * parameters - 2 * PULL * away
        return -value / count, -slope / count

    place = origin
    value, slope = cost(place)
    inverse = np.eye(len(place))
    for _step in range(STEPS):
        if np.abs(slope).max() <= FLAT:
            break
        direction = -(inverse * slope).sum(axis=1)
        if (direction * slope).sum() >= 0:
            inverse = np.eye(len(place))
            direction = -slope
        direction = direction * min(1.0, LONGEST / np.abs(direction).max())
        found = _descend(cost, place, value, slope, direction)
        if found is None:
            # no better point can be told from this one in floats
            break
        moved, value, new_slope = found
        inverse = _updated(inverse, moved - place, new_slope - slope)
        place, slope = moved, new_slope
    return np.asarray(np.exp(place))


def _descend(
    cost: Likelihood,
    place: np.ndarray,
    value: float,
    slope: np.ndarray,
    direction: np.ndarray,
) -> tuple[np.ndarray, float, np.ndarray] | None:
    """The longest step that lowers the cost enough, halved until it does; or None."""
    gain = float((direction * slope).sum())
    length = 1.0
    while length > 1e-10:
        moved = place + length * direction
        new, new_slope = cost(moved)
        if np.isfinite(new) and new < value and new <= value + 1e-4 * length * gain:
            return moved, new, new_slope
        length /= 2
    return None


def _updated(inverse: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The estimate of the inverse Hessian after a ``step`` that changed the slope."""
    curved = float((step * change).sum())
    if curved <= 1e-14:
        return inverse
    left = np.eye(len(step)) - np.outer(step, change) / curved
    return np.asarray(left @ inverse @ left.T + np.outer(step, step) / curved)
