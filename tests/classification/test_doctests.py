"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import classification
import pytest

MODULES = [
    "classification",
    *(
        f"classification.{found.name}"
        for found in pkgutil.iter_modules(classification.__path__)
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    # import_module: some functions of the package bear the name of their module
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    attempted = {
        name: doctest.testmod(importlib.import_module(name)).attempted
        for name in MODULES
    }
    assert attempted["classification.window"] >= 2
    assert attempted["classification.cuts"] >= 2
