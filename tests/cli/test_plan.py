"""`scorecard plan`."""

from __future__ import annotations

import csv
import io
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


def test_a_plan_is_told_with_its_proof(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "45", "--pass")
    assert ran.code == 0
    assert "计划：改动 13 项，总分 33.16 → 45.00" in ran.out and "已证明最优（差距 0）" in ran.out
    assert "未通过 → 通过" in ran.out and "不是钱" in ran.out and "方案不等于已经做到" in ran.out


def test_the_plan_scored_by_score_gives_its_total(scorecard):
    found = answer(scorecard("plan", *PLACE, "--reach", "40", "--format", "json"))
    sets = [word for step in found["steps"] for word in ("--set", f"{step['fact']}={step['to']!r}")]
    card = answer(scorecard("score", *PLACE, *sets, "--format", "json"))["cards"][-1]
    assert card["low"] == pytest.approx(found["after"]["low"], abs=1e-9) and card["low"] >= 40


def test_costs_budget_and_who_pays(scorecard, costs):
    """By hand: five listed domains cost 28,000 and give 1.0; two others for the rest of 30,000 nothing."""
    ran = scorecard("plan", *PLACE, "--costs", costs, "--budget", "3万")
    assert ran.code == 0 and "2.80万元" in ran.out and "市文明办" in ran.out and "保持不动" in ran.out
    rows = list(csv.DictReader(io.StringIO(scorecard("plan", *PLACE, "--costs", costs, "--budget", "3万",
                                                     "--format", "csv").out)))  # fmt: skip
    assert [(row["fact"], row["to"], row["cost"]) for row in rows] == [("domains_listed", "17.0", "28000.0")]


def test_what_is_out_of_reach_ends_with_five_and_says_why(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "55", "--at-most", "5", "--lang", "en")
    assert (ran.code, ran.err) == (5, "")
    assert "Not possible: a total of 55.00, at most 5 figures moved" in ran.out
    assert "47.49" in ran.out and "lifting one of these is enough: at most 5 figures moved" in " ".join(ran.out.split())


def test_more_than_the_rulebook_gives_is_said_to_be_so(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "60")
    assert ran.code == 5 and "各条款都得满分、限制全部放开，也到不了这个数" in ran.out


def test_holds_limits_and_places(scorecard):
    held = answer(scorecard("plan", *PLACE, "--place", "1", "--reach", "40", "--hold", "已联通并归集单位数",
                            "--limit", "信易+实施领域数=11..13", "--format", "json"))  # fmt: skip
    to = {step["fact"]: step["to"] for step in held["steps"]}
    assert "agencies_connected" not in to and to.get("xinyi_domains", 11) <= 13 and held["after"]["low"] >= 40


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
    ("words", "code", "says"),
    [
        (("--curve", "--alternatives"), 1, "一次只问一样"),
        (("--reach", "40", "--holds-in", "90%"), 1, "--spread"),
        (("--reach", "40", "--spread", "信易贷放款金额=80亿~160亿"), 1, "--holds-in"),
        (("--reach", "40", "--holds-in", "九成", "--spread", "信易贷放款金额=80亿~160亿"), 1, "90%"),
        ((), 2, "--reach"),
        (("--budget", "500万"), 1, "--costs"),
        (("--reach", "40", "--least", "cost"), 1, "--costs"),
        (("--reach", "40", "--limit", "信易+实施领域数=13"), 1, "下限..上限"),
        (("--reach", "40", "--hold", "信易贷放款额"), 1, "信易贷放款金额"),
    ],
)
def test_what_is_asked_in_vain_is_told(scorecard, words, code, says):
    ran = scorecard("plan", *PLACE, *words)
    assert ran.code == code and says in ran.err and "Traceback" not in ran.err


PACES = "指标,每月最多,见效时滞,开始\n已联通并归集单位数,3家,,\n信易+实施领域数,1,1,2021年5月\n"


@pytest.fixture
def paces(tmp_path):
    path = tmp_path / "进度.csv"
    path.write_text(PACES, "utf-8")
    return path


def test_by_when_the_calendar_is_told_month_by_month(scorecard, paces):
    ran = scorecard("plan", *PLACE, "--reach", "36", "--by", "2021年6月", "--paces", paces)
    assert ran.code == 0
    assert "排期：2021年6月总分 33.16 → 36.16，改动 1 项" in ran.out and "已证明最优（差距 0）" in ran.out
    assert "2021年4月" in ran.out and "49家" in ran.out and "按平均分布计" in ran.out
    words = ("--reach", "36", "--by", "2021-06", "--paces", paces, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(scorecard("plan", *PLACE, *words).out)))
    assert [(row["month"], row["change"]) for row in rows] == [
        ("2021-04", "3.0"),
        ("2021-05", "3.0"),
        ("2021-06", "1.0"),
    ]


def test_too_late_is_told_with_the_earliest_month_and_ends_with_five(scorecard, paces):
    words = ("--reach", "46", "--at-most", "4", "--by", "2021-04", "--until", "2021-09")
    ran = scorecard("plan", *PLACE, *words, "--paces", paces)
    assert ran.code == 5 and "2021年4月无法实现" in ran.out and "最早可达到" in ran.out and "不能更早" in ran.out


def test_sheets_are_written_once_and_equal(scorecard, paces, tmp_path):
    words = ("plan", *PLACE, "--reach", "36", "--by", "2021-06", "--paces", paces, "--sheets")
    for name in ("一.xlsx", "二.xlsx", "各单位"):
        assert scorecard(*words, tmp_path / name).code == 0
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
    (sheet,) = (tmp_path / "各单位").iterdir()
    assert sheet.read_text("utf-8-sig").splitlines()[1].startswith("2021-04,已联通并归集单位数,家,3.0,49.0,2021-04")
    for name in ("一.xlsx", "各单位", "各单位.txt"):
        assert scorecard(*words, tmp_path / name).code == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--reach", "40", "--until", "2021-12"), "--by"),
        (("--reach", "40", "--by", "2021-03"), "应晚于"),
        (("--reach", "40", "--by", "年底"), "月份"),
        (("--reach", "40", "--by", "2021-06", "--until", "2021-05"), "--until"),
    ],
)
def test_months_asked_in_vain_are_told(scorecard, words, says):
    ran = scorecard("plan", *PLACE, *words)
    assert ran.code == 1 and says in ran.err and "Traceback" not in ran.err
