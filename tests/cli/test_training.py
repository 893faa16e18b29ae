"""`scorecard class`: closed by default, opened in so many words."""

from __future__ import annotations

import pytest

from analysis import training


def test_it_is_closed_by_default_and_has_six_lessons(scorecard, asked):
    ran = scorecard("class")
    assert ran.code == 0 and asked[0].address in ran.out and "training" in ran.out
    assert (asked[0].host, asked[0].city) == ("127.0.0.1", "320281") and len(asked[0].token) >= 32
    assert len(asked[0].lessons) == 6 and len(asked[0].pages()) == 7
    assert asked[0].host_settings()["visitors"] > asked[0].visitors == 30


def test_it_is_opened_only_where_that_is_said(scorecard, asked, tmp_path):
    scorecard(
        "class", "--host", "0.0.0.0", "--port", 9000, "--no-token", "--people", 12, "--folder", tmp_path / "class"
    )
    assert (asked[0].host, asked[0].port, asked[0].token, asked[0].visitors) == ("0.0.0.0", 9000, "", 12)
    assert asked[0].folder == str(tmp_path / "class")


@pytest.mark.parametrize("wrong", [("--city", "无此市"), ("--month", "2021-13")])
def test_what_cannot_be_opened_is_refused_at_once(scorecard, asked, wrong):
    ran = scorecard("class", *wrong)
    assert ran.code == 1 and ran.err and asked == []


def test_the_board_tells_what_a_class_has_done(scorecard, tmp_path):
    lesson = training.lesson("reading_a_clause", pseudonym="海棠", folder=str(tmp_path))
    lesson.check(1, 2)
    ran = scorecard("board", "--folder", tmp_path)
    assert ran.code == 0 and "海棠" in ran.out and "以为达到目标就得满分" in ran.out and "还没有人交方案" in ran.out
