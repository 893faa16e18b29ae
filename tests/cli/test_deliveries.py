"""`scorecard validate` and `scorecard template`."""

from __future__ import annotations

from .conftest import SAMPLE


def test_a_sound_file_is_said_to_be_sound(scorecard):
    ran = scorecard("validate", SAMPLE)
    assert ran.code == 0 and "The files are sound" in ran.out


def test_faults_of_all_files_come_at_once_and_end_with_1(scorecard, facts_file):
    first, second = facts_file("a.csv", permits=-1), facts_file("b.csv", month="2021-13", penalties=1)
    ran = scorecard("validate", first, second)
    assert ran.code == 1 and ran.out == ""
    assert "a.csv" in ran.err and "b.csv" in ran.err and "2021-13" in ran.err


def test_a_template_is_written_and_loads_as_nothing_missing_by_fault(scorecard, tmp_path):
    target = tmp_path / "待填.xlsx"
    assert scorecard("template", "--rulebook", "hard-2019", "--city", "江阴", "--month", "2021-03", target).code == 0
    ran = scorecard("validate", target)
    assert ran.code == 0 and "58 figures" in ran.out


def test_a_template_for_an_unknown_city_is_refused_and_nothing_written(scorecard, tmp_path):
    target = tmp_path / "x.xlsx"
    ran = scorecard("template", "--rulebook", "hard-2019", "--city", "江阴县", target)
    assert ran.code == 1 and "江阴" in ran.err and not target.exists()
