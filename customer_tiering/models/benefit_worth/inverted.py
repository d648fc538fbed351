"""Where a lower tier is better off than a higher one; plain Python."""

import itertools
import math
from typing import NamedTuple

NONE = math.inf


class Measure(NamedTuple):
    """How one figure of a tier is compared."""

    # whether a customer is glad of more of it
    more_is_better: bool
    # the figure of a tier that is granted nothing, or is not limited; None if there is
    # always a figure
    without: float | None


# a tier without a line waits for ever, is never trained, but has no limit of samples
MEASURES = {
    "pricelist": Measure(False, None),
    "payment_term": Measure(True, None),
    "service": Measure(False, NONE),
    "sample": Measure(True, NONE),
    "training": Measure(False, NONE),
}


def inverted(kind, figures):
    """Pairs ``(higher, lower)`` of tiers in which the lower one is better off.

    ``figures``  ``[(tier, figure)]``, the best tier first; a figure of None means
                 that the tier is granted nothing, or is not limited

    >>> inverted("pricelist", [("top", 90.0), ("big", 80.0), ("small", 85.0)])
    [('top', 'big'), ('top', 'small')]
    >>> inverted("service", [("top", None), ("big", 8.0)])
    [('top', 'big')]
    >>> inverted("sample", [("top", 3000.0), ("big", None)])
    [('top', 'big')]
    """
    measure = MEASURES[kind]

    def worth(figure):
        figure = measure.without if figure is None else figure
        return figure if measure.more_is_better else -figure

    return [
        (higher, lower)
        for (higher, above), (lower, below) in itertools.combinations(figures, 2)
        if worth(below) > worth(above)
    ]
