"""Rooms: named for their subject, knowing only what lies below them."""

import ast

import pytest
from rooms import (
    ADDON,
    GROUND,
    MODELS,
    ROOMS,
    TIER_ROOMS,
    belongs,
    gift_words,
    models_of,
    past_the_facade,
    upward,
)

FOLDERS = ("models", "wizards", *GROUND)
# The two lists of all rooms import every room.
LISTS = [ADDON / name / "__init__.py" for name in ("models", "wizards")]
FILES = sorted(
    path
    for name in FOLDERS
    for path in (ADDON / name).rglob("*.py")
    if path not in LISTS
)
MODEL_FILES = [p for p in FILES if MODELS in p.parents and p.name != "__init__.py"]
TIER_FILES = [
    path
    for room in TIER_ROOMS
    for folder in ("models", "wizards", "views")
    for path in sorted((ADDON / folder / room).glob("*.*"))
    if path.suffix in (".py", ".xml")
]


def within(path):
    return path.relative_to(ADDON).as_posix()


def test_there_is_something_to_read():
    assert len(ROOMS) == 31
    assert len(MODEL_FILES) > 140
    assert len(TIER_FILES) > 100


def test_no_file_lies_flat():
    assert [p.name for p in MODELS.glob("*.py")] == ["__init__.py"]
    assert {p.name for p in MODELS.iterdir() if p.is_dir()} - {"__pycache__"} == {
        *ROOMS
    }


@pytest.mark.parametrize("path", FILES, ids=within)
def test_imports_go_down(path):
    package = path.relative_to(ADDON).parts[:-1]
    assert list(upward(path.read_text(), package)) == []


@pytest.mark.parametrize("path", FILES, ids=within)
def test_gifting_is_used_through_its_facade(path):
    package = path.relative_to(ADDON).parts[:-1]
    assert list(past_the_facade(path.read_text(), package)) == []


@pytest.mark.parametrize("path", TIER_FILES, ids=within)
def test_tiers_know_no_gift(path):
    if path.suffix == ".xml":
        assert "gift" not in path.read_text()
    else:
        assert list(gift_words(path.read_text())) == []


@pytest.mark.parametrize("path", MODEL_FILES, ids=within)
def test_a_file_is_named_for_its_model(path):
    models = list(models_of(path.read_text()))
    assert [model for model in models if not belongs(model, path.stem)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_owns(room):
    told = ast.get_docstring(ast.parse((MODELS / room / "__init__.py").read_text()))
    assert told and 3 <= len(told.splitlines()) <= 4


def test_no_room_is_a_warehouse():
    lines = {
        room: sum(len(p.read_text().splitlines()) for p in (MODELS / room).glob("*.py"))
        for room in ROOMS
    }
    assert max(lines.values()) < 0.16 * sum(lines.values()), lines


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("from ..evaluation.customer_tier_evaluation import X", ("models", "scheme")),
        ("from ..gift.customer_gift import END", ("models", "partner")),
        ("def f():\n    from .. import gift", ("models", "standing")),
        ("from ...wizards.scheme import x", ("models", "scheme")),
        ("from ..models.scheme import x", ("tools",)),
        ("from .. import models", ("classification",)),
        ("from ...models.gift.customer_gift import X", ("wizards", "scheme")),
    ],
)
def test_an_import_upward_is_found(source, package):
    assert list(upward(source, package))


@pytest.mark.parametrize(
    "source",
    ["from ...gifting import policy_people", "from ...gifting.policy_history import x"],
)
def test_an_import_past_the_facade_is_found(source):
    package = ("models", "gift_policy")
    assert list(past_the_facade(source, package))
    assert not list(past_the_facade("from ...gifting.policy import x", package))


@pytest.mark.parametrize(
    "source",
    [
        "x = self.env['customer.gift']",
        "x = partner.customer_tier_gift_count",
        "gift_id = fields.Many2one('x')",
        "def _show_gifts(self): pass",
        "x = self.env['customer.tier.benefit']",
        "r = self.env.ref('customer_tiering.group_gift')",
    ],
)
def test_a_word_of_gifts_is_found(source):
    assert list(gift_words(source))


def test_a_downward_import_is_fine():
    source = "from ..scheme.customer_tier import X\nfrom ...tools.groups import Y"
    assert list(upward(source, ("models", "gift"))) == []
    assert list(gift_words("raise UserError('A gift is planned for them.')")) == []
