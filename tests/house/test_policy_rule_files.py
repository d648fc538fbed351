"""A policy rule stands in three files: its function, its label, its words."""

import re

import pytest
from rooms import ADDON

LABELS = ADDON / "models" / "gift_policy" / "customer_gift_policy.py"
WORDS = LABELS.with_name("customer_gift_policy_words.py")
SOURCES = [
    path
    for folder in ("gifting", "models", "views", "wizards")
    for path in sorted((ADDON / folder).rglob("*"))
    if path.suffix in (".py", ".xml")
]
CODES = re.findall(r'\("(C\d\d)", "', LABELS.read_text())
# These act elsewhere too: on another rule (C03, C22), on what is read (C08, C18), on
# gifts about to be made (C14), when a gift ends (C21), on a note (C23), by lot (C24)
ELSEWHERE = {"C03", "C08", "C14", "C18", "C21", "C22", "C23", "C24"}


def naming(word):
    return [
        path.name for path in SOURCES if re.search(rf"['\"]{word}['\"]", text(path))
    ]


def text(path):
    return path.read_text(encoding="utf-8")


def test_there_is_something_to_read():
    assert len(CODES) == 25
    assert ELSEWHERE < set(CODES)


@pytest.mark.parametrize("code", sorted(set(CODES) - ELSEWHERE))
def test_function_label_and_words(code):
    (rule,) = set(naming(code)) - {LABELS.name}
    assert rule.startswith("policy_")
    # and what it finds has words
    source = text(ADDON / "gifting" / rule)
    function = source[source.index(f'@register("{code}"') :].split("\n\n\n")[0]
    found = re.findall(r'"([a-z_]+)"', function.split('"""')[-1])
    words = text(WORDS)
    assert any(f'"{what}": (' in words for what in found), found
