"""PostgreSQL's binary COPY format, made of whole columns at once.

The format is described under COPY in PostgreSQL's manual. Text, made value by value,
takes longer to write than everything else about publishing.
"""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
CHUNK = 5_000
EPOCH = np.datetime64("2000-01-01", "D")
# type of a column -> what its values are on the wire
NUMBERS = {"int4": ">i4", "int8": ">i8", "float8": ">f8", "date": ">i4", "bool": "u1"}
# of a numeric: number of digits to the base of 10,000, weight of the first one, sign,
# decimals shown, and the digits; PostgreSQL takes off zeros at both ends
NUMERIC = np.dtype(
    [
        ("count", ">i2"),
        ("weight", ">i2"),
        ("sign", ">u2"),
        ("scale", ">i2"),
        ("digits", ">i2", 4),
    ]
)
DIGIT = 10_000
NEGATIVE = 0x4000
# below this, a float times 10,000 is exact to the unit
LARGEST_NUMERIC = 1e11
TEXTS = {"varchar": b"", "text": b"", "jsonb": b"\x01"}


class BinaryCopy:
    """A frame as a file to read, for ``COPY … FROM STDIN WITH (FORMAT binary)``.

    :param frame: DataFrame; a missing value is NULL
    :param types: ``{column: type}`` in the order of the COPY; a type is one of
        int4, int8, float8, numeric, date, bool, varchar, text and jsonb (JSON as
        text); the values of a numeric must be `fits_numeric`
    :raises KeyError: another type
    """

    def __init__(self, frame, types):
        self._pieces = _ahead(_pieces(frame, types))
        self._piece = io.BytesIO()

    # a file is read, no model
    def read(self, size):  # pylint: disable=method-required-super
        data = self._piece.read(size)
        if not data and (piece := next(self._pieces, None)):
            self._piece = io.BytesIO(piece)
            data = self._piece.read(size)
        return data


def fits_numeric(values):
    """Whether all of a Series of floats can go as numeric: below 1e11, four decimals.

    The last bit of a float does not count, nor does it where PostgreSQL makes a numeric
    of it. That takes longer than everything else about the value.
    """
    known = values.dropna().to_numpy(dtype="float64")
    if not (np.abs(known) < LARGEST_NUMERIC).all():
        return False
    near = np.rint(known * DIGIT) / DIGIT
    return bool(np.isclose(near, known, rtol=1e-15, atol=0).all())


def _numeric(values):
    """Floats with at most four decimals as numerics on the wire (bytes, rows x 16)."""
    units = np.rint(values * DIGIT).astype("int64")
    content = np.zeros(len(units), dtype=NUMERIC)
    content["count"], content["weight"] = 4, 2
    content["sign"] = np.where(units < 0, NEGATIVE, 0)
    content["scale"] = 2 if not (units % 100).any() else 4
    rest = np.abs(units)
    for place in range(3, -1, -1):
        rest, content["digits"][:, place] = np.divmod(rest, DIGIT)
    return content.view("u1").reshape(-1, NUMERIC.itemsize)


def _ahead(pieces):
    """The same, one made while the server takes the one before."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, pieces, None)
        while piece := coming.result():
            coming = maker.submit(next, pieces, None)
            yield piece


def _pieces(frame, types):
    yield HEADER
    for start in range(0, len(frame), CHUNK):
        rows = frame.iloc[start : start + CHUNK]
        yield _rows([_field(rows[name], type_) for name, type_ in types.items()])
    yield TRAILER


def _field(values, type_):
    """Of a column: bytes (rows x widest), and how many of them count (-1 for NULL)."""
    if type_ in TEXTS:
        # few texts, many rows: each is encoded once
        codes, texts = pd.factorize(values)
        encoded = [TEXTS[type_] + str(text).encode() for text in texts]
        content = np.array([*encoded, b""], dtype="S")
        lengths = np.array([*map(len, encoded), -1], dtype=">i4")
        return content.view("u1").reshape(len(content), -1)[codes], lengths[codes]
    missing = values.isna().to_numpy()
    if type_ == "numeric":
        content = _numeric(np.where(missing, 0, values.to_numpy(dtype="float64")))
        return content, np.where(missing, -1, NUMERIC.itemsize).astype(">i4")
    wire = np.dtype(NUMBERS[type_])
    if type_ == "date":
        days = pd.to_datetime(values).to_numpy().astype("datetime64[D]")
        values = np.where(missing, EPOCH, days) - EPOCH
    else:
        # an empty id makes floats, or objects, of the others
        values = pd.to_numeric(values.where(~missing, 0))
    content = np.asarray(values).astype(wire)
    lengths = np.where(missing, -1, wire.itemsize).astype(">i4")
    return content.view("u1").reshape(-1, wire.itemsize), lengths


def _rows(fields):
    """All columns side by side in one array, then without the unused bytes."""
    count = len(fields[0][1])
    widths = [content.shape[1] for content, _lengths in fields]
    rows = np.empty((count, 2 + sum(4 + width for width in widths)), dtype="u1")
    rows[:, :2] = np.frombuffer(len(fields).to_bytes(2, "big"), dtype="u1")
    used = None
    place = 2
    for (content, lengths), width in zip(fields, widths, strict=True):
        start = place + 4
        place = start + width
        rows[:, start - 4 : start] = lengths.view("u1").reshape(-1, 4)
        rows[:, start:place] = content
        if (lengths != width).any():
            used = np.ones(rows.shape, dtype=bool) if used is None else used
            used[:, start:place] = np.arange(width) < lengths[:, None]
    return (rows if used is None else rows[used]).tobytes()
