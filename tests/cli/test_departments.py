"""`scorecard departments`: its exit codes."""

from __future__ import annotations

import pytest


def test_pages_and_workbook_are_written(scorecard, tmp_path):
    ran = scorecard(
        "departments", "--city", "江阴", "--month", "2021-03", "--rulebook", "monitoring-2021", "--scenario",
        "baseline", "--formats", "html", "--output", tmp_path / "made",
    )  # fmt: skip
    assert ran.code == 0 and (tmp_path / "made" / "tax.html").is_file() and "46 个单位的任务单" in ran.out


@pytest.mark.parametrize(("option", "value"), [("--city", "江因"), ("--month", "2021-13"), ("--formats", "odt")])
def test_bad_input_ends_with_1(scorecard, tmp_path, option, value):
    asked = {"--city": "江阴", "--month": "2021-03", "--output": tmp_path / "made"} | {option: value}
    ran = scorecard("departments", *(part for pair in asked.items() for part in pair))
    assert ran.code == 1 and not (tmp_path / "made").exists()


def test_a_format_published_before_is_made_again_and_said(scorecard, tmp_path):
    asked = ("departments", "--city", "江阴", "--month", "2021-03", "--rulebook", "monitoring-2021", "--scenario",
             "baseline", "--output", tmp_path / "made", "--formats")  # fmt: skip
    assert "重做" not in scorecard(*asked, "docx").out
    ran = scorecard(*asked, "html")
    assert "此前发布的格式已一并按现在的数据重做：docx" in ran.out and (tmp_path / "made" / "tax.docx").is_file()
