"""`scorecard runs`: past runs as a table, JSON and CSV; the page beside them."""

from __future__ import annotations

import json

import pytest

import nations

MONTH = ("--month", "2021-03")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        place = nations.empty_project(tmp_path_factory.mktemp("home"))
        patch.setenv("CITY_CREDIT_HOME", str(place))
        nations.simulated(["江阴", "宜兴"], months=2)
        yield place


def test_an_empty_project_says_that_nothing_ran(scorecard, tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path)))
    assert scorecard("runs").out.strip() == "还没有运行过。"
    assert json.loads(scorecard("runs", "--format", "json").out) == []
    assert scorecard("runs", "--format", "csv").out.startswith("started,ended")


def test_each_run_is_a_row_and_the_page_is_made_again(scorecard, home):
    assert scorecard("bulletin", *MONTH, "--formats", "html").code == 0
    assert scorecard("report", "--city", "江阳", *MONTH).code == 1
    shown = scorecard("runs").out
    assert "bulletin" in shown and "成功" in shown and "失败" in shown and "江阳" in shown
    newest, older = json.loads(scorecard("runs", "--format", "json").out)
    assert {newest["command"], older["command"]} == {"report", "bulletin"}
    assert len(scorecard("runs", "--format", "csv").out.splitlines()) == 3
    page = (home / "reports" / "runs.html").read_text("utf-8")
    assert 'href="bulletins/2021-03-hard-2019/bulletin.html"' in page and "江阳" in page


def test_in_english(scorecard, home):
    assert "Past runs" in scorecard("runs", "--lang", "en").out
