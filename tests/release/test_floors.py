"""The pure packages on the oldest versions that the manifests allow."""

import re
import sys
from pathlib import Path

import pytest
from fresh import ROOT

from launcher.places import Places
from launcher.requirements import asked_for

LOCK = Path(__file__).with_name("floors.txt")
# that NumPy has no wheels for later ones
NEWEST = (3, 12)


def locked():
    """Name -> version of everything in the lock of the floors."""
    pins = re.findall(r"^([\w-]+)==([\w.]+)", LOCK.read_text(), re.M)
    return {name.replace("-", "_"): version for name, version in pins}


def test_the_lock_has_what_the_manifests_allow():
    floors = dict(line.split(">=") for line in asked_for(Places(root=ROOT)))
    assert floors
    for name, floor in floors.items():
        found = locked()[name]
        assert found == floor or found == f"{floor}.0", name


@pytest.fixture(scope="module")
def floors(new_environment):
    if sys.version_info[:2] > NEWEST:
        pytest.skip("NumPy 1.26 is for Python 3.12 at the latest")
    environment = new_environment()
    environment.install("--require-hashes", "--no-deps", "-r", LOCK)
    return environment


@pytest.mark.parametrize("package", ["classification", "gifting"])
def test_pure_package(floors, package):
    argv = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not long"]
    said = floors.run(*argv, f"tests/{package}", cwd=ROOT)
    assert re.search(r"^\d{3} passed", said, re.M), said
