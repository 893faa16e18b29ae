"""A small project of its own, in which reports are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_projects import Project, build


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return build(tmp_path)


@pytest.fixture
def sound(project: Project) -> Project:
    """The project with two notebooks that do as they should."""
    project.notebook("overview", "import plotly.express as px\npx.bar(x=['甲', '乙'], y=[1, 2])")
    project.notebook("section", "1 + 1")
    return project
