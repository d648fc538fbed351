"""What the pages of the source name is there."""

import re

import pytest
from fresh import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
# where a page may begin its paths
BASES = (
    ROOT,
    ROOT / "docs",
    ROOT / "customer_tiering",
    ROOT / "customer_tiering" / "models",
    ROOT / "customer_tiering" / "classification",
)
# `folder/`, `folder/file.py`, `file.toml`; a star stands for anything
PATH = re.compile(r"`((?:[\w.*-]+/)*[\w*-]+\.(?:py|md|toml|txt|po|xml|cjs|ini)|\S+/)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
# folders of an Odoo, of the user, or made by following the page
ELSEWHERE = {"odoo/", "addons/", ".dev/", "readme/newsfragments/"}
# with a variable in it, or of another machine
NO_PATH_OF_OURS = re.compile(r"[$~:{}]|^/")


def named(page):
    text = (ROOT / page).read_text()
    found = {*PATH.findall(text), *LINK.findall(text)} - ELSEWHERE
    return {path for path in found if not NO_PATH_OF_OURS.search(path)}


def test_there_is_something_to_look_for():
    assert len(set().union(*map(named, PAGES))) > 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page).split("/")[-1])
def test_every_path_of_a_page_is_there(page):
    lost = [
        path
        for path in sorted(named(page))
        if not any(any(base.glob(path.rstrip("/"))) for base in BASES)
    ]
    assert not lost
