"""Names of countries as people write them.

Odoo's own names and codes come first (``lookup``). What they do not know is looked up
in pycountry: the codes of ISO 3166 (two and three letters, digits), official and common
names, and their translations to 150 languages. It takes exact names only. The other
library for this, country_converter, searches patterns inside the text, so that it takes
"Jordan Inc" for Jordan, and does not run on pandas 3.1. A name that means two countries
in two languages is unknown; unknown names are listed, never guessed.
"""

import functools
import gettext
import unicodedata
from collections import defaultdict
from pathlib import Path

import pycountry

from loader.identity import key

# Common in files and in no list of ISO's: {country: names}.
ALIASES = {
    "AE": ["uae", "emirates"],
    "CD": ["drc", "dr congo", "congo-kinshasa"],
    "CG": ["congo-brazzaville"],
    "CI": ["ivory coast"],
    "CN": ["prc", "pr china", "mainland china"],
    "CV": ["cape verde"],
    "CZ": ["czech republic"],
    "GB": ["uk", "great britain", "england", "scotland", "wales", "northern ireland"],
    "IE": ["republic of ireland"],
    "KR": ["korea", "republic of korea"],
    "MK": ["macedonia", "fyrom"],
    "MM": ["burma"],
    "PS": ["palestine"],
    "SA": ["ksa"],
    "SZ": ["swaziland"],
    "TR": ["turkey"],
    "US": ["america"],
    "VA": ["vatican", "vatican city"],
    "XK": ["kosovo"],
    "ZA": ["rsa"],
}


def country_code(text):
    """The two letters of ISO 3166 for a name or code; None if it is not known."""
    name = _plain(text)
    try:
        return pycountry.countries.lookup(name).alpha_2
    except LookupError:
        return _names().get(name)


@functools.cache
def _names():
    """{name: code} of all names that mean one country."""
    codes = defaultdict(set)
    for words in _words():
        for country in pycountry.countries:
            for kind in ("name", "common_name"):
                if name := getattr(country, kind, None):
                    _add(codes, words(name), country.alpha_2)
    names = {name: min(of) for name, of in codes.items() if len(of) == 1}
    names.update({name: code for code, many in ALIASES.items() for name in many})
    return names


def _words():
    """English, and the translations that pycountry brings."""
    yield str
    folder = Path(pycountry.LOCALES_DIR)
    for path in sorted(folder.glob("*/LC_MESSAGES/iso3166-1.mo")):
        with path.open("rb") as file:
            yield gettext.GNUTranslations(file).gettext


def _plain(text):
    return key(text).replace(".", "").replace("’", "'").removeprefix("the ")


def _add(codes, name, code):
    name = _plain(name)
    codes[name].add(code)
    # Éire is written EIRE where accents are lost.
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    if bare.isascii():
        codes[bare].add(code)
