"""Rounds money like Odoo, for whole arrays."""

import numpy as np


def round_half_up(values, digits):
    """``values`` rounded to ``digits`` decimals, ties away from zero.

    The arithmetic is that of Odoo's ``float_round`` (a tie that is slightly too low in
    floating point is still rounded up), so every figure is equal to what the ORM would
    store.

    :param values: floats, any shape; NaN stays NaN
    :param digits: decimals, a scalar or an array of the shape of ``values``
    :return: floats of the same shape
    """
    factor = 10.0 ** np.asarray(digits)
    scaled = np.asarray(values, dtype=float) * factor
    # float_round's epsilon, 2 ** (log2(|x|) - 50), is |x| * 2 ** -50.
    nudged = scaled * (1.0 + 2.0**-50)
    # NumPy's rint rounds ties to even, as Python's round() does in float_round.
    return np.rint(nudged) / factor + 0.0
