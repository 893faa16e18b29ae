"""The panel's state on figures that stay as they are."""

from __future__ import annotations

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
