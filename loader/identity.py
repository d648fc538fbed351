"""When two texts are the same name."""

import re
import unicodedata

# Characters without a width that spreadsheets and web pages leave in cells. They are
# no white space to Unicode, so ``str.split`` keeps them.
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")


def tidy(text):
    """The text as it is shown: its own spelling, each run of white space one space."""
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def identity(text):
    """What customers and documents are told apart by.

    The same characters in another form (composed or decomposed accents, full-width
    letters) are the same name (Unicode's NFKC). Capitals still count: a customer
    column can hold codes, and there are systems whose codes differ in nothing else
    (the 15 characters of Salesforce). Two customers who become one cannot be told
    apart again; one who is two is seen in the notes.
    """
    return tidy(unicodedata.normalize("NFKC", text))


def key(text):
    """What names of countries, currencies and industries are found by."""
    return identity(text).casefold()
