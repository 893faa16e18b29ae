"""`scorecard plan --curve`, `--alternatives`, `--sensitivity`, `--holds-in`: one question at a time."""

from __future__ import annotations

import json

import pytest

PLACE = ("--city", "江阴", "--month", "2021-03", "--rulebook", "hard-2019")
COSTS = "指标,单价,固定费用,出资单位\n信易+实施领域数,1万,,市发改委\n认定并归集红黑名单领域数,5000,3000,市文明办\n"


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


@pytest.fixture
def costs(tmp_path):
    path = tmp_path / "费用.csv"
    path.write_text(COSTS, "utf-8")
    return path


def test_the_curve_has_each_corner_with_its_price_and_what_tests_take(scorecard, costs):
    """By hand: twelve listed domains for 63,000 give 2.4, nine others for 90,000 give 2.7."""
    ran = scorecard("plan", *PLACE, "--curve", "--costs", costs, "--finest", "9")
    assert ran.code == 0 and "每分 2.63万元" in ran.out and "每分 3.33万元" in ran.out
    assert "总分 33.16 → 38.26 至少要费用 15.30万元" in ran.out and "限制之内不能通过" in ran.out
    rows = answer(scorecard("plan", *PLACE, "--curve", "--costs", costs, "--finest", "9", "--format", "json"))
    assert [row["spent"] for row in rows["points"]] == [0.0, 63_000.0, 153_000.0] and rows["agrees"]


def test_alternatives_and_prices_are_told(scorecard, costs):
    ran = scorecard("plan", *PLACE, "--reach", "34.05", "--costs", costs, "--alternatives", "--within", "0.1")
    assert ran.code == 0 and "备选 1" in ran.out and "没有更多了" in ran.out
    ran = scorecard("plan", *PLACE, "--reach", "34.5", "--costs", costs, "--sensitivity")
    assert ran.code == 0 and "若“信易+实施领域数”的单价低于 7,600元/个（-24.00%），计划就变" in ran.out
    ran = scorecard("plan", *PLACE, "--reach", "60", "--sensitivity")
    assert ran.code == 5


def test_a_plan_that_holds_in_most_cases_is_told_with_its_price_and_its_check(scorecard):
    spread = ("--spread", "信易贷放款金额=80亿~160亿")
    ran = scorecard("plan", *PLACE, "--reach", "40", "--holds-in", "90%", *spread)
    assert ran.code == 0 and "稳妥计划" in ran.out and "另抽的 10,000 种情形" in ran.out and "随机种子" in ran.out
    beyond = scorecard("plan", *PLACE, "--reach", "60", "--holds-in", "0.9", *spread)
    assert beyond.code == 5 and "没有在 90.00% 的情形下都能达到目标的计划" in beyond.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--curve", "--by", "2021-12"), "一次只问一样"),
        (("--curve", "--alternatives"), "一次只问一样"),
        (("--reach", "40", "--holds-in", "90%"), "--spread"),
        (("--reach", "40", "--spread", "信易贷放款金额=80亿~160亿"), "--holds-in"),
        (("--reach", "40", "--holds-in", "九成", "--spread", "信易贷放款金额=80亿~160亿"), "90%"),
    ],
)
def test_questions_asked_in_vain_are_told(scorecard, words, says):
    ran = scorecard("plan", *PLACE, *words)
    assert ran.code == 1 and says in ran.err and "Traceback" not in ran.err
