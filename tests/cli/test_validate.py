"""`scorecard validate`."""

from __future__ import annotations

import os
import shutil

from analysis import paths
from jiangyin import FILE as SAMPLE


def test_a_sound_file_is_said_to_be_sound(scorecard):
    ran = scorecard("validate", SAMPLE)
    assert ran.code == 0 and "The files are sound" in ran.out


def test_faults_of_all_files_come_at_once_and_end_with_1(scorecard, facts_file):
    first, second = facts_file("a.csv", permits=-1), facts_file("b.csv", month="2021-13", penalties=1)
    ran = scorecard("validate", first, second)
    assert ran.code == 1 and ran.out == ""
    assert "a.csv" in ran.err and "b.csv" in ran.err and "2021-13" in ran.err


def test_a_file_of_another_city_in_a_citys_folder_is_refused(scorecard, tmp_path, monkeypatch):
    shutil.copytree(paths.root() / "data", tmp_path / "data", ignore=shutil.ignore_patterns("facts", "registers"))
    os.symlink(paths.root() / "params", tmp_path / "params")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    place = tmp_path / "data" / "facts" / "320281" / "2021-03.csv"
    place.parent.mkdir(parents=True)
    place.write_text("city,month,fact,value\n320583,2021-03,permits,5\n320583,2021-03,penalties,6\n", "utf-8")
    for command in (["validate"], ["score", "--rulebook", "hard-2019"], ["audit"]):
        ran = scorecard(*command, place)
        assert ran.code == 1 and "2 行是 320583 2021-03" in ran.err and "1 problem" in ran.err


def test_what_was_not_read_is_said_by_every_command_that_reads(scorecard, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("标题,,,\ncity,month,fact,value\n320281,2021-03,permits,1 200\n注：无,,,\n", "utf-8")
    for command in (["validate"], ["score", "--rulebook", "hard-2019"], ["levers", "--rulebook", "hard-2019"]):
        ran = scorecard(*command, path)
        assert ran.code == 0
        for part in ("第 1 行是标题，未读", "第 4 行是说明、签名或合计，未读", "按 1200 读取"):
            assert part in ran.err
