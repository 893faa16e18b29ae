"""`scorecard validate`."""

from __future__ import annotations

from jiangyin import FILE as SAMPLE


def test_a_sound_file_is_said_to_be_sound(scorecard):
    ran = scorecard("validate", SAMPLE)
    assert ran.code == 0 and "The files are sound" in ran.out


def test_faults_of_all_files_come_at_once_and_end_with_1(scorecard, facts_file):
    first, second = facts_file("a.csv", permits=-1), facts_file("b.csv", month="2021-13", penalties=1)
    ran = scorecard("validate", first, second)
    assert ran.code == 1 and ran.out == ""
    assert "a.csv" in ran.err and "b.csv" in ran.err and "2021-13" in ran.err
