"""A home and a key of their own: nothing is signed with the key of who runs the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from signed_folders import signed_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    (place / "params").mkdir(parents=True)
    shutil.copy(ROOT / "params" / "signing.toml", place / "params")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(place))
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    return place


@pytest.fixture
def folder(home: Path, tmp_path: Path) -> Path:
    """A signed folder outside the project."""
    return signed_folder(tmp_path / "copy" / "2021-03")
