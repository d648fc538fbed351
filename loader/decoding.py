"""The bytes of a file as text.

The encoding is never guessed: a wrong guess would change names without a sign, and a
short file with Chinese names looks like five encodings. A byte order mark says it, or
``--encoding``, else it is UTF-8. If the bytes are no UTF-8, charset-normalizer finds
the encodings they can be in, and the user sees how a word would read in each of them.
"""

import codecs
import re

from charset_normalizer import from_bytes

from loader.errors import LoadError

# The marks of UTF-32 begin with those of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and tills save in.
USUAL = [
    *("utf_16_le", "utf_16_be", "gb18030", "big5", "cp932", "cp949"),
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"),
]
SAMPLE, WORD, PROPOSALS = 200_000, 40, 5


def read_bytes(path):
    """:raises LoadError: the file cannot be read"""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LoadError(f"The file {path} does not exist.") from error
    except OSError as error:
        raise LoadError(f"{path} cannot be read: {error.strerror}.") from error


def decode(data, path, encoding=None):
    """The text of ``data``, without a byte order mark.

    :param path: only for messages
    :param encoding: name of the encoding; None: by the mark, or UTF-8
    :raises LoadError: the encoding does not exist or does not fit
    """
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    if encoding is None:
        encoding = marked or "utf-8"
    else:
        try:
            encoding = codecs.lookup(encoding).name
        except LookupError as error:
            raise LoadError(f"The encoding {encoding} does not exist.") from error
        if marked and _family(encoding) != _family(marked):
            raise LoadError(
                f"{path} is not encoded in {encoding}: its first bytes say {marked}; "
                "leave out --encoding."
            )
        # "utf-8" is what people say of a file that has a mark too.
        encoding = marked or encoding
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise LoadError(_not_in(data, path, encoding)) from error
    except LookupError as error:
        raise LoadError(f"{encoding} is not an encoding of texts.") from error
    if "\0" in text:
        raise LoadError(_not_in(data, path, encoding))
    return text


def _family(name):
    """utf-8 for utf-8-sig, utf-16 for utf-16-le."""
    return re.sub(r"^(utf-\d+).*", r"\1", name)


def _not_in(data, path, encoding):
    shown = "UTF-8" if encoding == "utf-8" else encoding
    sentence = f"{path} is not encoded in {shown}"
    found = [
        f"--encoding {each.encoding} (“{_telling(str(each))}”)"
        for each in from_bytes(data[:SAMPLE], cp_isolation=USUAL)
        if each.encoding in USUAL
    ]
    proposed = ", ".join(found[:PROPOSALS]) or "for example --encoding cp1252"
    return f"{sentence}. Add the encoding in which it reads right: {proposed}."


def _telling(text):
    """The first word with a letter that is no ASCII, which shows what fits."""
    words = re.split(r"[,;\t|\s]+", text)
    return next((word for word in words if not word.isascii()), words[0])[:WORD]
