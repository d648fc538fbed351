"""Texts as amounts, with the decimal sign that the column itself proves.

``1.000`` is one or one thousand; which of them, only the other amounts of the column
can tell: 12.5 and 1,234.50 prove a decimal point, 12,5 and 1.234,50 a decimal comma.
Without any proof the user is asked. Digits of any script are digits (full-width,
Arabic, Devanagari); signs of currencies, brackets, exponents, a minus sign behind the
number and spaces in it are not read.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from loader.errors import LoadError
from loader.workbook import Typed

# The signs that belong to digits of other scripts.
SIGNS = str.maketrans("．，－＋٫٬", ".,-+.,")
LARGEST = Decimal(10) ** 12
WORDS = {".": "a decimal point", ",": "a decimal comma"}


def _shape(decimal, group):
    whole = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
    return re.compile(rf"[+-]?(?:{whole}(?:{decimal}[0-9]*)?|{decimal}[0-9]+)")


SHAPES = {".": _shape(r"\.", ","), ",": _shape(",", r"\.")}
GROUPS = {".": ",", ",": "."}


@dataclass(frozen=True)
class Amounts:
    """``values``: Series of Decimal, None where the cell is empty or not read;
    ``wrong``: Series of texts, why a cell is not read, or ""."""

    values: pd.Series
    wrong: pd.Series


def plain_digits(text):
    """The text with the decimal digits of all scripts as 0-9."""
    if text.isascii():
        return text
    # Only what Unicode calls a decimal digit: ² and ① are no part of a number.
    return "".join(
        str(unicodedata.decimal(character, character)) for character in text
    ).translate(SIGNS)


def decimal_signs(texts, lines, wanted=None):
    """The decimal sign of each column.

    :param texts: {column: Series of texts}
    :param lines: Series, the line of each row
    :param wanted: "." or ",", the user's answer; None: what the columns prove
    :return: ({column: sign}, sentences to be shown)
    :raises LoadError: an amount could be read in two ways, and nothing proves one
    """
    if wanted:
        return dict.fromkeys(texts, wanted), []
    proofs = {name: _proofs(column, lines) for name, column in texts.items()}
    signs = {name: _proved(name, proof) for name, proof in proofs.items()}
    # One program wrote all columns of a file.
    others = {sign for sign in signs.values() if sign}
    notes = []
    for name, proof in proofs.items():
        if signs[name] is None and proof.both:
            if len(others) != 1:
                raise LoadError(_question(name, proof))
            signs[name] = next(iter(others))
        if said := proof.both or proof.of.get(signs[name]):
            example, line = said
            notes.append(
                f"{name} has {WORDS[signs[name]]}: {example} (line {line}) is "
                f"{_shown(example, signs[name])}"
            )
    return {name: sign or "." for name, sign in signs.items()}, notes


@dataclass(frozen=True)
class _Proof:
    """Examples, as (text, line) or None: ``of`` each sign, and of ``both``.

    ``count``: how many rows prove each sign.
    """

    of: dict
    count: dict
    both: tuple | None


def _proofs(column, lines):
    of, count, both = {".": None, ",": None}, {".": 0, ",": 0}, None
    # A value of a workbook has its sign already.
    written = column[[not isinstance(text, Typed) for text in column]]
    rows = written.value_counts(sort=False).to_dict()
    first = lines[written.index[~written.duplicated()]]
    for raw, line in zip(written.unique(), first, strict=True):
        text = plain_digits(raw)
        fits = [sign for sign, shape in SHAPES.items() if shape.fullmatch(text)]
        if len(fits) == 1:
            count[fits[0]] += rows[raw]
            of[fits[0]] = of[fits[0]] or (raw, line)
        elif fits and ("." in text or "," in text):
            both = both or (raw, line)
    return _Proof(of, count, both)


def _proved(name, proof):
    point, comma = proof.count["."], proof.count[","]
    if point and comma and proof.both:
        raise LoadError(_question(name, proof))
    # Two kinds of proof and nothing in doubt: the rows of the rarer kind are listed.
    if point or comma:
        return "," if comma > point else "."
    return None


def _question(name, proof):
    example, line = proof.both
    if proof.of["."] and proof.of[","]:
        why = (
            "{} (line {}) has a decimal point and {} (line {}) a decimal comma".format(
                *proof.of["."], *proof.of[","]
            )
        )
    else:
        why = "no other amount of the column decides it"
    point, comma = (_shown(example, sign) for sign in ".,")
    return (
        f"The {name} {example} on line {line} is {point} if the file has a decimal "
        f"point and {comma} if it has a decimal comma, and {why}. Add --decimal "
        "point or --decimal comma."
    )


def _shown(text, sign):
    return f"{_value(text, sign).normalize():,f}"


def read_amounts(texts, name, sign):
    """The amounts of a column.

    :param name: of the column, for the reasons
    :param sign: its decimal sign
    :return: Amounts
    """
    known = {}
    for raw in texts.unique():
        known[raw] = _read(raw, name, sign)
    # A typed 1.5 and a written 1.5 are equal texts, and can differ in value.
    typed = [isinstance(text, Typed) for text in texts]
    both = [
        _read(text, name, ".") if is_typed else known[text]
        for text, is_typed in zip(texts, typed, strict=True)
    ]
    values = pd.Series([value for value, _ in both], index=texts.index, dtype=object)
    wrong = pd.Series([text for _, text in both], index=texts.index, dtype=object)
    return Amounts(values, wrong)


def _read(raw, name, sign):
    if not raw:
        return None, ""
    text = plain_digits(raw)
    if not SHAPES[sign].fullmatch(text):
        shape = "1234.56" if sign == "." else "1234,56"
        reason = f"{name} {raw} is not a number; write it as {shape}"
        return None, reason
    value = _value(text, sign)
    if abs(value) > LARGEST:
        return None, f"{name} {raw} is too large"
    return value, ""


def _value(text, sign):
    plain = plain_digits(text).replace(GROUPS[sign], "").replace(sign, ".")
    return Decimal(plain)
