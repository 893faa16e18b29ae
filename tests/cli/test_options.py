"""Which facts the shared options choose, and what is refused."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import facts, rulebooks
from analysis.cli.options import selected, writing
from analysis.cli.subjects import given_facts
from analysis.problems import InputError
from jiangyin import FILE as SAMPLE

FRAME = pl.DataFrame({"city": ["320281", "320282"], "month": ["2021-03"] * 2, "value": [1.0, 2.0]})


def test_rows_are_chosen_by_city_and_month_and_none_left_is_refused():
    assert selected(FRAME, None, None).equals(FRAME)
    assert selected(FRAME, "宜兴", "2021-03")["value"].to_list() == [2.0]
    with pytest.raises(InputError, match="320281 2021-04"):
        selected(FRAME, "江阴", "2021-04")


@pytest.mark.parametrize(
    ("paths", "city", "as_of", "where"),
    [([SAMPLE], None, "2021-04-25", "--as-of"), (None, "江阴", "", "FACTS"), (None, None, "2021-04-25", "FACTS")],
)
def test_facts_come_from_files_or_from_a_kept_city_and_month(paths, city, as_of, where):
    book = rulebooks.load("hard-2019")
    assert given_facts([SAMPLE], book, None, None, "").height
    with pytest.raises(InputError) as refused:
        given_facts(paths, book, city, None, as_of)
    assert refused.value.problems[0].where == where


def test_a_place_that_takes_no_file_is_a_problem(tmp_path):
    with pytest.raises(InputError, match="can't be written"), writing(tmp_path):
        tmp_path.write_text("x")


@pytest.mark.parametrize(
    ("city", "month", "words"),
    [
        ("江阴", "2021-03", []),
        ("320281", "2021-03", []),
        ("Jiangyin", "2021-03", []),
        ("江阴", "2021-03-15", ["按 2021-03 处理"]),
        ("江阴", "202103", ["按 2021-03 处理"]),
        ("江 阴", "2021-03", ["按 320281 江阴市 处理"]),
        ("３２０２８１", "2021年3月", ["按 2021-03 处理", "按 320281 江阴市 处理"]),
    ],
)
@pytest.mark.parametrize("command", [["score", "--rulebook", "hard-2019"], ["template", "out.xlsx"]])
def test_a_month_or_city_that_was_mended_is_said(scorecard, monkeypatch, tmp_path, command, city, month, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.cli.subjects.scorecards.facts_as_of", lambda *_: facts.load(SAMPLE))
    ran = scorecard(*command, "--city", city, "--month", month)
    assert ran.code == 0 and ran.err.count("处理") == len(words)
    assert all(word in ran.err for word in words)


@pytest.mark.parametrize("command", [["score", "--rulebook", "hard-2019"], ["report"], ["measure"], ["workplan"]])
def test_a_day_that_is_none_is_no_month(scorecard, command):
    ran = scorecard(*command, "--city", "江阴", "--month", "2021-02-30")
    assert ran.code == 1 and "“2021-02-30”不是月份" in ran.err


@pytest.mark.parametrize(("text", "said"), [("1 200", 1), ("+1 200", 1), ("１　２００", 1), ("1,200", 0), ("1200", 0)])
def test_a_number_with_blanks_is_read_and_said_on_the_command_line_as_in_a_file(scorecard, text, said):
    ran = scorecard("score", SAMPLE, "--rulebook", "hard-2019", "--set", f"agencies={text}", "--format", "csv")
    assert ran.code == 0 and ran.err.count("数字中间有空格") == said
    assert not said or ("1200" in ran.err and "--set agencies=" in ran.err)


def test_bounds_with_blanks_are_said_too(scorecard):
    asked = ("sweep", SAMPLE, "--rulebook", "hard-2019", "--lever", "agencies", "--from", "0", "--to", "1 200")
    ran = scorecard(*asked, "--format", "csv")
    assert ran.err.count("数字中间有空格") == 1 and "--to" in ran.err
