"""Find a person's name in text, in whatever form, and replace it by a pseudonym.

Text is compared in the normal form NFKC, without case and without invisible characters.
White space and punctuation between the parts of a name do not matter. What is around a
name stays exactly as it was.

Whole words only, so that “Li” is not found in “Limited”. Chinese, Japanese and Korean
have no such words: there, the whole name is found anywhere.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

# letters of a part of a name that is distinctive without the rest
DISTINCTIVE = 4

CJK = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
    "\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u20d0-\u20ff\u3099\u309a\uff9e\uff9f"
# between the parts of a name: “Wei, Lin”, “lin_wei.jpg”, “Anne‑Marie”
BETWEEN = r"[\s.,_\-·・'’\"\u2010-\u2015]*"
LETTER = rf"[{MARKS}]|[^\W_{CJK}]"
UNIT = re.compile(rf".[{MARKS}]*", re.DOTALL)
HTML_UNIT = re.compile(
    rf"<[^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.[{MARKS}]*", re.DOTALL
)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def normal(text: str) -> str:
    """``text`` as it is compared; a character may become none or several."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def words(text: str) -> list[str]:
    """The words of a normal text, such as the parts of a name."""
    spaced = (
        char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
        for char in text
    )
    return "".join(spaced).split()


def is_cjk(word: str) -> bool:
    return re.fullmatch(f"[{CJK}]+", word) is not None


def _whole(parts: list[str]) -> str:
    """Regex of a name: its ``parts`` in this order, as whole words."""
    spelled = (
        BETWEEN.join(part) if is_cjk(part) else re.escape(part) for part in parts
    )
    text = BETWEEN.join(spelled)
    if len(parts) == 1 and len(parts[0]) == 1:
        # one character, in any script, is found only by itself
        return rf"(?<![^\W_]){text}(?![^\W_])"
    before = "" if is_cjk(parts[0][0]) else f"(?<!{LETTER})"
    after = "" if is_cjk(parts[-1][-1]) else f"(?!{LETTER})"
    # the alternatives of LETTER are of the same width, as a look-behind needs
    return f"{before}{text}{after}"


class Name:
    """A person's name to be found.

    ``also``: other texts that name the person, such as an e-mail address. ``kept``: a
    text whose words are not distinctive, such as the name of the person's company.
    """

    def __init__(
        self,
        name: str | None,
        also: Iterable[str | None | bool] = (),
        kept: str = "",
    ) -> None:
        forms = [re.escape(normal(text)) for text in also if isinstance(text, str)]
        name = normal(name or "").strip()
        parts = words(name)
        if parts:
            forms += self._forms(parts, set(words(normal(kept or ""))))
        elif name:
            forms.append(re.escape(name))
        self._pattern = re.compile("|".join(forms)) if forms else None

    @staticmethod
    def _forms(parts: list[str], kept: set[str]) -> list[str]:
        orders = [parts]
        if len(parts) > 1:
            orders.append([parts[-1], *parts[:-1]])
            orders.append([parts[0], parts[-1]])
        cjk = [part for part in parts if is_cjk(part)]
        latin = [part for part in parts if not is_cjk(part)]
        if cjk and latin:
            # such as a Chinese name and the English one
            orders += [cjk, latin] if len("".join(latin)) >= DISTINCTIVE else [cjk]
        orders += [
            [part]
            for part in sorted(latin, key=len, reverse=True)
            if len(part) >= DISTINCTIVE and part not in kept
        ]
        return [_whole(order) for order in orders]

    def replaced(
        self, text: str, pseudonym: str, is_html: bool = False
    ) -> tuple[str, int]:
        """``(text, number of places)`` with ``pseudonym`` instead of the name.

        In HTML the tags stay; names in the values of their attributes are replaced.
        """
        # an empty column of a database is None
        if not text or not self._pattern:
            return text, 0
        units = (HTML_UNIT if is_html else UNIT).findall(text)
        count = 0
        compared: list[str] = []
        owners: list[int] = []
        for place, unit in enumerate(units):
            if is_html and unit[0] == "<" and len(unit) > 1:
                units[place], more = self._in_tag(unit, pseudonym)
                count += more
                shown = " "
            else:
                shown = normal(html.unescape(unit) if is_html else unit)
            compared.append(shown)
            owners += [place] * len(shown)
        if is_html:
            pseudonym = html.escape(pseudonym)
        for match in self._pattern.finditer("".join(compared)):
            if match.start() == match.end():
                continue
            first, last = owners[match.start()], owners[match.end() - 1]
            tags = [unit for unit in units[first : last + 1] if is_tag(unit, is_html)]
            units[first : last + 1] = ["".join([pseudonym, *tags])] + [""] * (
                last - first
            )
            count += 1
        return "".join(units), count

    def _in_tag(self, tag: str, pseudonym: str) -> tuple[str, int]:
        count = 0

        def in_value(match: re.Match[str]) -> str:
            nonlocal count
            value = match[0]
            text, more = self.replaced(html.unescape(value[1:-1]), pseudonym)
            count += more
            return f"{value[0]}{html.escape(text)}{value[0]}" if more else value

        return QUOTED.sub(in_value, tag), count


def is_tag(unit: str, is_html: bool) -> bool:
    return is_html and len(unit) > 1 and unit[0] == "<"
