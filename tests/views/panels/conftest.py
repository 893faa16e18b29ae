"""The panel's state on figures that stay as they are."""

from __future__ import annotations

import shutil

import pytest

from analysis.views.panels.state import State
from panel_homes import CITY, MONTH, built


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return built(tmp_path_factory.mktemp("panel"))


@pytest.fixture(autouse=True)
def _at_home(home, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(home))


@pytest.fixture
def state():
    """Jiangyin in March 2021 on the hard indicators, nothing changed."""
    return State(CITY, MONTH, "hard-2019")


@pytest.fixture
def sparse(home, tmp_path, monkeypatch):
    """A city of which one figure is known: 0 to 100 points may be earned, 30 deducted."""
    shutil.copytree(home, tmp_path / "sparse")
    folder = tmp_path / "sparse" / "data" / "facts" / CITY
    for path in folder.iterdir():
        path.unlink()
    row = f"{CITY},{MONTH},registered_population,1000000,person"
    (folder / f"{MONTH}.csv").write_text(f"city,month,fact,value,unit\n{row}\n", "utf-8")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path / "sparse"))
    return State(CITY, MONTH, "monitoring-2021")
