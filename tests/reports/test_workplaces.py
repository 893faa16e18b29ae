"""Reports of the project are made out of sight; those that go elsewhere beside their place."""

from __future__ import annotations

import pytest

from analysis.reports import workplaces
from analysis.reports.workplaces import existing_parent, work_place


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


def test_a_report_of_the_project_is_not_made_among_the_reports(home):
    assert work_place(home / "reports" / "320281" / "2021-03") == home / ".making" / "320281-2021-03"


@pytest.mark.parametrize("place", ["elsewhere/2021-03", "reports"])
def test_one_that_goes_elsewhere_is_made_beside_its_place(home, place):
    target = home / place
    assert work_place(target) == target.with_name(f".{target.name}")


def test_so_is_one_where_the_projects_folder_cannot_be_written(home, monkeypatch):
    (home / ".making").write_text("", "utf-8")
    target = home / "reports" / "320281" / "2021-03"
    assert work_place(target) == target.with_name(".2021-03")


def test_so_is_one_on_another_disk(home, monkeypatch):
    monkeypatch.setattr(workplaces, "existing_parent", lambda _: type(home)("/proc"))
    target = home / "reports" / "320281" / "2021-03"
    assert work_place(target) == target.with_name(".2021-03")


def test_the_nearest_folder_above(home):
    assert existing_parent(home / "a" / "b") == home
