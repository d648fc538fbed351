"""A metric takes four files: column, source, field and catalogue."""

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
