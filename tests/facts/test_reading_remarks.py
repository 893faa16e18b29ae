"""How files were read is told once, by whatever reads them; who asks for the remarks gets them instead."""

from __future__ import annotations

import pytest

from analysis import facts
from analysis.problems import Problem, Problems

TEXT = "city,month,fact,value\n320281,2021-03,agencies,1 200\n"


@pytest.fixture
def file(tmp_path):
    facts.forget_remarks()
    path = tmp_path / "figures.csv"
    path.write_text(TEXT, "utf-8")
    return path


def test_each_remark_is_told_once_and_again_by_the_next_command(file, capsys):
    for _ in range(2):
        facts.load(file)
    assert capsys.readouterr().err.count("数字中间有空格") == 1
    facts.forget_remarks()
    facts.load_with_places({file: None})
    assert capsys.readouterr().err.count("数字中间有空格") == 1


def test_who_asks_for_the_remarks_gets_them_and_nothing_is_printed(file, capsys):
    remarks = Problems()
    facts.load(file, remarks=remarks)
    assert len(remarks.found) == 1 and capsys.readouterr().err == ""


def test_place_and_both_languages_stand_in_one_line(capsys):
    facts.forget_remarks()
    facts.tell_remarks([Problem("表, 第2行", "读作一。", "Read as one.")] * 2)
    assert capsys.readouterr().err == "表, 第2行：读作一。 Read as one.\n"
