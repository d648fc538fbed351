"""The checks of ./dev lint see what they are for."""

import pytest

from launcher import pot

HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Odoo Server 19.0\\n"
"POT-Creation-Date: {date}\\n"
"Plural-Forms: \\n"

"""
TERM = '#: model:ir.model,name:x\nmsgid "{term}"\nmsgstr ""\n'


def template(*terms, date="2026-01-01 00:00+0000"):
    body = "\n".join(TERM.format(term=term) for term in terms)
    return HEADER.format(date=date) + body


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (template("Tier", "Scheme", date="2027-12-31 23:59+0000"), True),
        (template("Tier"), False),
        (template("Tier", "Scheme", "New"), False),
        (template("Tier", "Schemes"), False),
        (template("Tier", "Scheme").replace("name:x", "name:y"), False),
    ],
)
def test_pot_is_compared_without_its_dates(other, same):
    kept = template("Tier", "Scheme")
    assert (pot.essence(other) == pot.essence(kept)) is same


@pytest.fixture
def linted(ready):
    """The stand-in with a .pot, and a call of ./dev lint on it."""
    done = ready.dev("lint", "pot", "--fix-pot")
    assert "wrote customer_tiering/i18n/customer_tiering.pot" in done.out
    return ready


def test_lint(linted):
    """One checkout, four states: current, a new term, a bad style, a bad manifest."""
    done = linted.dev("lint", "pot")
    assert "translation template of customer_tiering: fine" in done.out
    assert done.last == "1 passed, 0 failed"

    model = linted.addon_file("models.py")
    kept = model.read_text()
    model.write_text(kept.replace('"Stand-in"', '"A new term"'))
    assert "not current: run `./dev lint --fix-pot`" in linted.dev("lint", "pot").out

    model.write_text(kept + "import os\n")
    done = linted.dev("lint", "ruff")
    assert done.status == 1
    assert "FAILED ruff check" in done.out
    assert "F401" in done.out
    model.write_text(kept)

    manifest = linted.addon_file("__manifest__.py")
    text = manifest.read_text()
    manifest.write_text(text.replace('"LGPL-3"', '"nonsense"'))
    done = linted.dev("lint", "pylint")
    assert "FAILED pylint-odoo" in done.out
    manifest.write_text(text)


def test_an_unknown_check_is_refused(ready):
    done = ready.dev("lint", "spelling")
    assert "There is no check spelling; there are ruff, mypy," in done.sentence
