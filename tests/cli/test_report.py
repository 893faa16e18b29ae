"""`scorecard report`: its exit codes."""

from __future__ import annotations

import pytest

from analysis import reports
from analysis.problems import Problem


@pytest.mark.parametrize(
    ("option", "value"),
    [("--city", "江因"), ("--month", "2021-13"), ("--month", "1999-01"), ("--rulebook", "x" * 5000)],
)
def test_bad_input_ends_with_1_before_anything_runs(scorecard, tmp_path, option, value):
    asked = {"--city": "江阴", "--month": "2021-03", "--output": tmp_path / "report"} | {option: value}
    ran = scorecard("report", *(part for pair in asked.items() for part in pair))
    assert ran.code == 1 and "Nothing was published" in ran.err and not (tmp_path / "report").exists()


def test_another_folder_is_not_written_over(scorecard, tmp_path):
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    ran = scorecard("report", "--city", "江阴", "--month", "2021-03", "--output", tmp_path)
    assert ran.code == 1 and "something else here" in ran.err and (tmp_path / "own.txt").read_text() == "mine"


def test_a_notebook_that_failed_ends_with_3(scorecard, monkeypatch):
    def fails(*_asked, **_more):
        raise reports.ReportError([Problem("notebooks/overview.ipynb, cell 3", "出错。", "It failed.")])

    monkeypatch.setattr(reports, "publish", fails)
    ran = scorecard("report", "--city", "江阴", "--month", "2021-03")
    assert ran.code == 3 and "cell 3" in ran.err and ran.out == ""


def test_an_unknown_format_ends_with_1_and_names_those_there_are(scorecard, tmp_path):
    ran = scorecard(
        "report", "--city", "江阴", "--month", "2021-03", "--formats", "html,pfd", "--output", tmp_path / "report"
    )
    assert ran.code == 1 and "没有“pfd”这种格式" in ran.err and not (tmp_path / "report").exists()
