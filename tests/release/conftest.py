"""See tests/conftest.py."""

import pytest
from fresh import Environment


@pytest.fixture(scope="session")
def new_environment(tmp_path_factory):
    return lambda: Environment(tmp_path_factory.mktemp("environment") / "venv")
