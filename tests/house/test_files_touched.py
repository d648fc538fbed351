"""How many files a metric takes, and the worked examples of DEVELOP."""

import re

import pytest
from rooms import ADDON

FOLDERS = ("classification", "models", "wizards", "data", "views")
FILES = {
    path: path.read_text()
    for folder in FOLDERS
    for path in (ADDON / folder).rglob("*.*")
    if path.suffix in (".py", ".xml")
}


@pytest.mark.parametrize(
    "metric", ["order_count", "category_depth", "referral_count", "influence_reach"]
)
def test_a_metric_is_in_four_files(metric):
    word = re.compile(rf"\b{metric}\b")
    naming = sorted(
        path.relative_to(ADDON).parts[:2]
        for path, text in FILES.items()
        if word.search(text)
    )
    assert [where[0] for where in naming] == [
        "classification",
        "data",
        "models",
        "models",
    ]
    assert [where[1] for where in naming[2:]] == ["collector", "standing"]


# What the worked examples of DEVELOP may take, test and translation besides.
LIMITS = {
    "A metric": 4,
    "A cut-off method": 3,
    "A policy rule": 3,
    "A scheme field": 3,
}


@pytest.mark.parametrize(("title", "limit"), LIMITS.items())
def test_the_worked_examples_take_few_files(title, limit):
    page = (ADDON / "readme" / "DEVELOP.md").read_text()
    start = page.index(f"**{title}.**")
    end = re.search(r"^(- )?\*\*", page[start + 2 :], re.M)
    part = page[start : start + 2 + end.start()]
    assert 1 <= part.count("```") / 2 <= limit
